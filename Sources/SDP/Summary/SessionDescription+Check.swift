extension SessionDescription {
    /// How many faults are told of one text: more than one reads.
    static let faultLimit = 64

    /// Checks `text` by the letter of RFC 8866 §5; line ends of LF alone pass.
    ///
    /// - Throws: the first fault.
    public static func check(_ text: String) throws(SDPError) {
        guard let first = faults(in: text).first(where: { !$0.isWarning }) else { return }
        throw first
    }

    /// What is wrong with `text` by the letter of RFC 8866 §5, warnings too, in order; the first 64 of them.
    public static func faults(in text: String) -> [SDPError] {
        TermsReader(text).isFaultless ? [] : inspected(text)
    }

    /// The same, whatever the text.
    static func inspected(_ text: String) -> [SDPError] {
        var inspection = SDPValidator()
        for line in DescriptionLines(text) where inspection.faults.count < faultLimit { inspection.read(line) }
        inspection.end()
        return inspection.faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }
}
