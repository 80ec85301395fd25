import Configuration
import Relay

extension RelayConfiguration {
    /// The relay that the options describe.
    ///
    /// `token` is what a peer must present; `nil` if none is needed.
    init(_ configuration: Configuration, token: String?) {
        self.init()
        options = configuration.relay
        self.token = token
        files = Page.files
        // Nobody is woken for lines that nobody sees.
        isWatched = !configuration.headless || configuration.log != .off
        memory = { ResidentMemory.bytes }
    }
}
