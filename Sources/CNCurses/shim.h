// The parts of ncurses that Swift does not import: macros with shifts, mutable globals (an error in Swift 6), variadic
// functions, and functions of FILE pointers.
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

// Opens a screen that writes to `output` and reads from `input`; NULL if terminfo does not know `type`.
//
// ncurses keeps the FILE pointers and never closes them: the descriptors are closed by their owner, after delscreen(3).
static inline SCREEN *cn_open(const char *type, int output, int input) {
    FILE *out = fdopen(output, "w");
    FILE *in = fdopen(input, "r");
    if (out == NULL || in == NULL) { return NULL; }
    return newterm(type, out, in);
}

// Declared here because wchar.h declares it only with _GNU_SOURCE, which Swift's Glibc module does not define.
extern int wcwidth(wchar_t scalar);

// The width of a scalar in columns, according to the C library and so to ncurses.
static inline int cn_width(wchar_t scalar) { return wcwidth(scalar); }

// Whether the terminal can position its cursor, which a screen requires (TERM=dumb cannot).
static inline int cn_can_address_cursor(void) {
    const char *capability = tigetstr("cup");
    return capability != NULL && capability != (char *)-1;
}

// Whether the terminal supports the operating system commands (OSC) of xterm: if terminfo says so, and in screen and
// tmux, whose terminfo entries do not mention it.
static inline int cn_supports_osc(const char *type) {
    return tigetflag("XT") == 1 || strncmp(type, "screen", 6) == 0 || strncmp(type, "tmux", 4) == 0;
}

static inline int cn_set_cell(cchar_t *cell, wchar_t scalar, attr_t attributes, int pair) {
    wchar_t text[2] = { scalar, 0 };
    return setcchar(cell, text, attributes, (short)pair, &pair);  // opts holds the pair as an int
}
