import SDP
import Sessions

/// The ICE and DTLS parameters of a description, or of one m-section.
struct DecodedTransport: Hashable {
    private var ufrag: String?
    private var password: String?
    private var options: [String]
    private var setup: String?
    private var fingerprints: [Fingerprint]

    /// Reads the parameters of the session level; those that it lacks are taken from the first m-section.
    init(_ description: SessionDescription) {
        ufrag = description.attribute("ice-ufrag")
        password = description.attribute("ice-pwd")
        options = (description.attribute("ice-options") ?? "").split(separator: " ").map(String.init)
        setup = description.attribute("setup")
        fingerprints = description.media.lazy.map(\.fingerprints).first { !$0.isEmpty } ?? []
    }

    /// Reads the parameters of an m-section that differ from those of `session`.
    init(_ media: MediaDescription, differingFrom session: DecodedTransport) {
        let hasOwnCredentials = media.iceUfrag != session.ufrag || media.icePassword != session.password
        ufrag = hasOwnCredentials ? media.iceUfrag : nil
        password = hasOwnCredentials ? media.icePassword : nil
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
