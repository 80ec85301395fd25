/// The page that the relay serves, inside the program, so that the program is one file.
public enum WebPage {
    /// A file of it.
    public struct File: Sendable {
        /// The path of its URL.
        public let path: String
        public let contentType: String
        public let bytes: [UInt8]
    }

    /// The page at `/` and what belongs to it.
    public static var files: [File] {
        [
            File(path: "/", contentType: "text/html; charset=utf-8", bytes: PackageResources.index_html),
            File(path: "/page.css", contentType: "text/css; charset=utf-8", bytes: PackageResources.page_css),
            File(path: "/page.js", contentType: "text/javascript; charset=utf-8", bytes: PackageResources.page_js),
        ]
    }
}
