// Signals as bytes on a pipe, and a terminal that is put back when the program crashes.
//
// A signal handler may call next to nothing (signal-safety(7)), and Swift code is not among it: so the handlers
// are these few lines of C, and all that follows from a signal happens on the thread that reads the pipe.
#pragma once
#include <spawn.h>
#include <termios.h>

// The arguments of this program as it was started with them, found without the environment, which a library that was
// loaded before may have moved elsewhere by now; `index` is from 0, the program's name, to below the count.
int ts_argument_count(void);
const char *ts_argument(int index);

// Installs handlers for INT, TERM, HUP, WINCH and CONT, each of which writes its number as one byte to a pipe; ignores
// SIGPIPE. Returns the pipe's end to read (non-blocking), or -1 with errno. Call once, before ncurses is opened: it
// leaves dispositions alone that are not the default.
int ts_open(void);

// Writes the byte of a signal to the pipe, as if it had come. Never blocks; safe from any thread.
void ts_post(int number);

// Writes a byte 0 to the pipe: "there is something to fetch". Never blocks; safe from any thread.
void ts_wake(void);

// From now on a crash, or a signal that ends the program without asking it, first writes the bytes that leave the
// alternate screen to `terminal` and gives it back the state `saved`; then the handler that was there before has its turn.
// TSTP becomes a byte too. What is written to standard error, where that is a terminal, waits until the screen is left.
void ts_guard(int terminal, const struct termios *saved);

// Whether a crash has a title to put back: one that the terminal keeps since it was given another.
void ts_keep_title(int keeps);

// A crash leaves the terminal alone again.
void ts_unguard(void);

// Stops the process group as ^Z in a shell does; returns when it is continued.
void ts_stop(void);

// CHLD too becomes a byte, whatever it was before: a child has ended or stopped, and its status is kept to be fetched.
void ts_watch_children(void);

// CHLD is again what it was before ts_watch_children.
void ts_unwatch_children(void);

// From now on INT and TERM end the program at once with `status`: for while it ends already.
void ts_exit_on_next(int status);

// In C, as Swift's module of glibc does not show these: a file in memory, closed on exec, or -1 with errno; the
// environment as a program that is started gets it; and, of glibc itself, what keeps our sockets from that program and
// what makes its process group the one in the foreground of a terminal; and a folder, removed with all that is in it.
int ts_memory(const char *name);
char *const *ts_environment(void);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *actions, int terminal);
void ts_remove_folder(const char *path);
