import SDP
import Sessions
import Text

extension DiffScreen {
    /// Returns the changed lines in the form of a unified diff; secrets are masked unless `context` shows them.
    ///
    /// ```
    /// --- #3 offer alice→bob
    /// +++ #6 answer bob→alice
    /// @@ m0 audio  mid 0 @@
    /// -a=setup:actpass
    /// +a=setup:active
    /// ```
    public func patch(_ context: ViewContext) -> String {
        var lines = ["--- \(sides.a.title)", "+++ \(sides.b.title)"]
        var head: String?
        for row in rows.unified {
            switch row {
            case .head(let before, let after): head = "@@ \(DiffRowRenderer.joined(before, after)) @@"
            case .hidden, .note: break
            case .line(let pair, let sides, let hunk):
                guard hunk != nil || showsAll else { continue }
                if let name = head { lines.append(name) }
                head = nil
                let text = String((sides == .before ? pair.before : pair.after) ?? "")
                let sign = pair.isSame ? " " : sides == .before ? "-" : "+"
                lines.append(sign + (context.showsSecrets ? text : Secrets.masked(text)))
            }
        }
        return lines.map { Printable.line($0) + "\n" }.joined()
    }
}
