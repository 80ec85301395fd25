import Exports

/// The choice of a format, and whether secrets are removed.
struct ExportDialog: Hashable, Sendable {
    /// The formats that are available.
    let formats: [ExportFormat]
    /// The index of the chosen one.
    var choice = 0
    /// Whether secrets are removed; `nil` if the format decides.
    private var redacts: Bool?

    init(formats: [ExportFormat]) { self.formats = formats }

    /// The chosen format.
    var format: ExportFormat { formats[choice] }

    /// Whether secrets are removed.
    var isRedacted: Bool { redacts ?? format.isRedacted }

    /// Changes whether secrets are removed, of all formats.
    mutating func toggleRedaction() { redacts = !isRedacted }
}
