extension SessionDescription {
    /// Checks `text` against the syntax of RFC 8866 §5. Line endings of LF alone are accepted.
    ///
    /// - Throws: The first error.
    public static func check(_ text: String) throws(SDPError) {
        guard let first = faults(in: text).first(where: { !$0.isWarning }) else { return }
        throw first
    }

    /// Returns the syntax errors and warnings of `text` (RFC 8866 §5), in order; at most 64.
    public static func faults(in text: String) -> [SDPError] {
        TermsReader(text).isFaultless ? [] : SDPValidator.faults(in: text)
    }
}
