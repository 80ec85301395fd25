#define _GNU_SOURCE
#include "terminal_signals.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int argument_count = 0;
static char **arguments = NULL;

// glibc passes the arguments of main to constructors.
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    argument_count = count;
    arguments = values;
}

int ts_argument_count(void) { return argument_count; }

const char *ts_argument(int index) { return arguments[index]; }

static _Atomic int pipe_write = -1;

static void post(unsigned char byte) {
    int saved = errno;
    int descriptor = atomic_load(&pipe_write);
    // If the pipe is full, its reader has been woken already.
    if (descriptor >= 0) { (void)!write(descriptor, &byte, 1); }
    errno = saved;
}

static void on_signal(int number) { post((unsigned char)number); }

static int handle(int number, void (*handler)(int), int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL);
}

int ts_open(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) { return -1; }
    atomic_store(&pipe_write, ends[1]);
    const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction found;
        // A signal that the parent process ignores stays ignored, as with nohup(1).
        if (sigaction(numbers[i], NULL, &found) == 0 && found.sa_handler == SIG_IGN) { continue; }
        if (handle(numbers[i], on_signal, SA_RESTART) != 0) { return -1; }
    }
    if (handle(SIGPIPE, SIG_IGN, 0) != 0) { return -1; }
    return ends[0];
}

int ts_memory(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

char *const *ts_environment(void) { return environ; }

static int remove_found(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status, (void)type, (void)place;
    (void)remove(path);
    return 0;
}

void ts_remove_folder(const char *path) { (void)nftw(path, remove_found, 8, FTW_DEPTH | FTW_PHYS); }

void ts_post(int number) { post((unsigned char)number); }

void ts_wake(void) { post(0); }

// The signals of crashes, and others that terminate the program.
static const int crashes[] = { SIGILL,  SIGTRAP, SIGABRT, SIGBUS,  SIGFPE,    SIGSEGV, SIGSYS,
                               SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGXCPU, SIGXFSZ };
enum { crash_count = sizeof crashes / sizeof *crashes };
static struct sigaction previous_handlers[crash_count];
static struct termios guarded_state;
static _Atomic int guarded = -1;
// The original standard error, the file in memory that replaces it while the screen is open, and the same terminal
// opened again with O_NONBLOCK, which must not be set on the description that is shared with the shell.
static int real_errors = -1;
static int kept_errors = -1;
static int unblocked_errors = -1;
static _Atomic int installed = 0;

// Ends a synchronized update, mouse reports and bracketed paste; resets colors, wrapping, cursor and keypad; leaves the
// alternate screen.
static const char reset_terminal[] =
    "\033[?2026l\033[?1000l\033[?1002l\033[?1006l\033[?2004l\033[0m\033(B\033[?7h\033[?25h\033[?1l\033>\033[?1049l\r\n";

// Pops the window title from the terminal's stack (XTWINOPS).
static const char pop_title[] = "\033[23;0t";
static _Atomic int keeps_title = 0;

// The milliseconds of one wait for a terminal that does not read.
enum { errors_wait = 100 };

// Restores standard error, and writes what was redirected. Async-signal-safe.
static void restore_errors(void) {
    if (kept_errors < 0) { return; }
    dup2(real_errors, STDERR_FILENO);
    // Gives up on a terminal that does not read.
    int target = unblocked_errors >= 0 ? unblocked_errors : STDERR_FILENO, attempts = 8;
    char piece[1024];
    off_t at = 0;
    for (ssize_t count; (count = pread(kept_errors, piece, sizeof piece, at)) > 0 && attempts > 0;) {
        struct pollfd room = { .fd = target, .events = POLLOUT };
        ssize_t written = poll(&room, 1, errors_wait) > 0 ? write(target, piece, (size_t)count) : -1;
        if (written > 0) { at += written; } else { attempts--; }
    }
    (void)!ftruncate(kept_errors, 0);
    lseek(kept_errors, 0, SEEK_SET);
}

static void on_crash(int number, siginfo_t *info, void *context) {
    (void)context;
    int terminal = atomic_exchange(&guarded, -1);
    if (terminal >= 0) {
        (void)!write(terminal, reset_terminal, sizeof reset_terminal - 1);
        if (atomic_load(&keeps_title)) { (void)!write(terminal, pop_title, sizeof pop_title - 1); }
        tcsetattr(terminal, TCSANOW, &guarded_state);
        restore_errors();
    }
    for (int i = 0; i < crash_count; i++) { sigaction(crashes[i], &previous_handlers[i], NULL); }
    // A fault is repeated by its instruction, and then reaches the previous handler, such as Swift's backtracer, with
    // the right context. A signal sent by abort() is raised again. One sent by another process is raised with its
    // default action.
    if (info->si_code == SI_USER) { signal(number, SIG_DFL); }
    if (info->si_code <= 0) { raise(number); }
}

void ts_guard(int terminal, const struct termios *saved) {
    guarded_state = *saved;
    if (isatty(STDERR_FILENO) && kept_errors < 0) {
        real_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
        kept_errors = memfd_create("errors", MFD_CLOEXEC);
        unblocked_errors = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    }
    if (real_errors >= 0 && kept_errors >= 0) { dup2(kept_errors, STDERR_FILENO); }
    atomic_store(&guarded, terminal);
    if (atomic_exchange(&installed, 1)) { return; }
    handle(SIGTSTP, on_signal, SA_RESTART);
    // After a stack overflow the handler needs a stack of its own.
    static char stack[64 * 1024];
    const stack_t other = { .ss_sp = stack, .ss_size = sizeof stack };
    sigaltstack(&other, NULL);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_crash;
    action.sa_flags = SA_ONSTACK | SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < crash_count; i++) { sigaction(crashes[i], &action, &previous_handlers[i]); }
}

void ts_unguard(void) {
    if (atomic_exchange(&guarded, -1) >= 0) { restore_errors(); }
}

void ts_keep_title(int keeps) { atomic_store(&keeps_title, keeps); }

void ts_stop(void) {
    struct sigaction stop, previous;
    memset(&stop, 0, sizeof stop);
    stop.sa_handler = SIG_DFL;
    sigemptyset(&stop.sa_mask);
    sigaction(SIGTSTP, &stop, &previous);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &previous, NULL);
}

static struct sigaction previous_child_handler;

void ts_watch_children(void) {
    sigaction(SIGCHLD, NULL, &previous_child_handler);
    handle(SIGCHLD, on_signal, SA_RESTART);
}

void ts_unwatch_children(void) { sigaction(SIGCHLD, &previous_child_handler, NULL); }

static _Atomic int exit_status = 0;

static void on_second_signal(int number) {
    (void)number;
    _exit(atomic_load(&exit_status));
}

void ts_exit_on_next(int status) {
    atomic_store(&exit_status, status);
    handle(SIGINT, on_second_signal, 0);
    handle(SIGTERM, on_second_signal, 0);
}
