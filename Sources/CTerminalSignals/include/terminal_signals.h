// Signals as bytes in a pipe, and a terminal that is restored when the program crashes.
//
// A signal handler may call few functions (signal-safety(7)), and no Swift code. So the handlers are these few lines of
// C, and signals are processed by the thread that reads the pipe.
#pragma once
#include <spawn.h>
#include <termios.h>

// The arguments of the program, including its name at index 0, as passed to main. Swift's CommandLine finds them by way
// of the environment on the stack, which a library may have replaced.
int ts_argument_count(void);
const char *ts_argument(int index);

// Installs handlers for INT, TERM, HUP, WINCH and CONT that write the number of the signal as one byte to a pipe, and
// ignores PIPE. Returns the non-blocking reading end of the pipe, or -1 with errno. Call it once, before ncurses is
// opened, which does not change handlers that are installed.
int ts_open(void);

// Writes the byte of a signal to the pipe, as if the signal had been received. Never blocks; safe on any thread.
void ts_post(int number);

// Writes a byte 0 to the pipe, to wake its reader. Never blocks; safe on any thread.
void ts_wake(void);

// Restores `terminal` in a crash, or on a signal that terminates the program: leaves the alternate screen, sets the
// modes `saved`, and then calls the previous handler. Also adds TSTP to the signals that become bytes. If standard
// error is a terminal, it is redirected to memory, and written when the screen is left.
void ts_guard(int terminal, const struct termios *saved);

// Sets whether a crash restores the window title that is on the terminal's stack.
void ts_keep_title(int keeps);

// Ends ts_guard, and writes what was redirected from standard error.
void ts_unguard(void);

// Stops the process group, as ^Z in a shell does; returns when it is continued.
void ts_stop(void);

// Adds CHLD to the signals that become bytes, even if it was ignored, so that the status of children can be waited for.
void ts_watch_children(void);

// Restores the handling of CHLD from before ts_watch_children.
void ts_unwatch_children(void);

// Makes INT and TERM exit at once with `status`, for the time in which the program is shutting down.
void ts_exit_on_next(int status);

// The following are not part of Swift's Glibc module.

// Returns a new file in memory, closed on exec, or -1 with errno.
int ts_memory(const char *name);

// The environment of this process, for posix_spawn(3).
char *const *ts_environment(void);

// Closes the descriptors from `from` on in a spawned program, and makes its process group the foreground of `terminal`.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *actions, int terminal);

// Removes a folder with its contents, without following links.
void ts_remove_folder(const char *path);
