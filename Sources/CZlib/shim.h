// zlib.
#include <zlib.h>

// A macro in C that Swift cannot call: 32 more than the window size makes it detect the headers of gzip and zlib.
static inline int signal_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}
