/// The page that the relay serves, embedded so that the program is a single file.
public enum WebPage {
    /// A file of the page.
    public struct File: Sendable {
        /// The path of its URL; `/` for the page itself.
        public let path: String
        /// The media type, such as `text/css; charset=utf-8`.
        public let contentType: String
        public let bytes: [UInt8]
    }

    /// The script that pages include to report what their connections do, with its types for TypeScript.
    public static var probe: [File] {
        [
            File(path: "/probe.js", contentType: "text/javascript; charset=utf-8", bytes: PackageResources.probe_js),
            File(path: "/probe.d.ts", contentType: "text/plain; charset=utf-8", bytes: PackageResources.probe_d_ts),
        ]
    }

    /// The page, its style sheet and its script.
    public static var files: [File] {
        [
            File(path: "/", contentType: "text/html; charset=utf-8", bytes: PackageResources.index_html),
            File(path: "/page.css", contentType: "text/css; charset=utf-8", bytes: PackageResources.page_css),
            File(path: "/page.js", contentType: "text/javascript; charset=utf-8", bytes: PackageResources.page_js),
        ]
    }
}
