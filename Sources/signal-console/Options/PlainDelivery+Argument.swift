public import ArgumentParser
import Events

/// `--deliver binary`.
extension PlainDelivery: ExpressibleByArgument {}
