import SDP
import Sessions

/// How a description, or one section of it, is to be connected to: what ICE and DTLS need.
struct DecodedTransport: Hashable {
    private var ufrag: String?
    private var password: String?
    private var options: [String]
    private var setup: String?
    private var fingerprints: [Fingerprint]

    /// That of the session, or else of its first section.
    init(_ description: SessionDescription) {
        ufrag = description.attribute("ice-ufrag")
        password = description.attribute("ice-pwd")
        options = (description.attribute("ice-options") ?? "").split(separator: " ").map(String.init)
        setup = description.attribute("setup")
        fingerprints = description.media.lazy.map(\.fingerprints).first { !$0.isEmpty } ?? []
    }

    /// What a section says otherwise than `session`.
    init(_ media: MediaDescription, butFor session: DecodedTransport) {
        let isOther = media.iceUfrag != session.ufrag || media.icePassword != session.password
        ufrag = isOther ? media.iceUfrag : nil
        password = isOther ? media.icePassword : nil
        options = media.iceOptions == session.options ? [] : media.iceOptions
        setup = media.attribute("setup") == session.setup ? nil : media.attribute("setup")
        fingerprints = media.fingerprints == session.fingerprints ? [] : media.fingerprints
    }

    func lines(showsSecrets: Bool, isLite: Bool = false, indent: Int = 0) -> [Paragraph] {
        let password = password.map { showsSecrets ? $0 : Secrets.mask }
        let ice = [ufrag.map { "ufrag \($0)" }, password.map { "pwd \($0)" }, isLite ? "ice-lite" : nil]
        let dtls = [setup].compactMap(\.self) + fingerprints.prefix(4).map { "\($0.hash) \($0.bytes)" }
        return [("ice", ice.compactMap(\.self) + options), ("dtls", dtls)].filter { !$0.1.isEmpty }.map {
            Paragraph.row($0.0, $0.1.joined(separator: " · "), indent: indent)
        }
    }
}
