// What Swift's importer leaves out of ncurses: shift macros, globals that Swift 6 refuses, and variadic or
// FILE-taking calls. Nothing is decided here.
#define NCURSES_WIDECHAR 1  // get_wch and cchar_t are absent otherwise
#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <wchar.h>

static const attr_t cn_bold = A_BOLD, cn_dim = A_DIM, cn_reverse = A_REVERSE;

static inline WINDOW *cn_stdscr(void) { return stdscr; }
static inline int cn_colors(void) { return COLORS; }

// Opens a screen that draws into `output` and reads keys from `input`; NULL where terminfo does not know `type`.
static inline SCREEN *cn_open(const char *type, int output, int input) {
    FILE *out = fdopen(output, "w");
    FILE *in = fdopen(input, "r");
    if (out == NULL || in == NULL) { return NULL; }
    return newterm(type, out, in);
}

// Declared here, as its header shows it only with _GNU_SOURCE, which Swift's module of glibc is built without.
extern int wcwidth(wchar_t scalar);

// The columns that this system, and so ncurses, gives a scalar.
static inline int cn_width(wchar_t scalar) { return wcwidth(scalar); }

// True where the terminal can put its cursor anywhere: without that there is no screen (TERM=dumb).
static inline int cn_can_address_cursor(void) {
    const char *capability = tigetstr("cup");
    return capability != NULL && capability != (char *)-1;
}

// True where the terminal takes an xterm's operating system commands (OSC): where terminfo says so, and in screen and
// tmux, whose entries do not.
static inline int cn_takes_commands(const char *type) {
    return tigetflag("XT") == 1 || strncmp(type, "screen", 6) == 0 || strncmp(type, "tmux", 4) == 0;
}

static inline int cn_set_cell(cchar_t *cell, wchar_t scalar, attr_t attributes, int pair) {
    wchar_t text[2] = { scalar, 0 };
    return setcchar(cell, text, attributes, (short)pair, &pair);  // the int pair goes through opts
}
