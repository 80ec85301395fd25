extension SessionDescription {
    /// Checks `text` by the letter of RFC 8866 §5; line ends of LF alone pass.
    ///
    /// - Throws: the first fault.
    public static func check(_ text: String) throws(SDPError) {
        guard let first = faults(in: text).first(where: { !$0.isWarning }) else { return }
        throw first
    }

    /// What is wrong with `text` by the letter of RFC 8866 §5, warnings too, in order; the first 64 of them.
    public static func faults(in text: String) -> [SDPError] {
        TermsReader(text).isFaultless ? [] : SDPValidator.faults(in: text)
    }
}
