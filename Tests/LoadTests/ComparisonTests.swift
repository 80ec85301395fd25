import Testing

@testable import signal_load

@Suite struct ComparisonTests {
    @Test func tableContainsMediansAndMedianRatios() {
        var comparison = Comparison(servers: ["own", "usual"])
        for (own, usual) in [(10.0, 20.0), (12, 16), (50, 25)] {
            comparison.add([Self.scenario(own)], of: 0)
            comparison.add([Self.scenario(usual)], of: 1)
        }
        #expect(
            comparison.table.text == """
                                   own  ratio  usual
                pairs
                  processor, µs   12.0  ×0.75   20.0
                  messages       1,234  ×1.00  1,234

                """)
    }

    @Test func missingFiguresAreDashes() {
        var comparison = Comparison(servers: ["own", "usual"])
        comparison.add([Self.scenario(1)], of: 1)
        #expect(comparison.table.rows[2] == ["  processor, µs", "-", "-", "1.00"])
    }

    @Test func ratioToZeroIsADash() {
        var comparison = Comparison(servers: ["own", "usual"])
        comparison.add([Self.scenario(1)], of: 0)
        comparison.add([Self.scenario(0)], of: 1)
        #expect(comparison.table.rows[2] == ["  processor, µs", "1.00", "-", "0.00"])
    }

    @Test func budgetsAreReportedByTheirMedians() {
        var comparison = Comparison(servers: ["relay", "ws"])
        for (own, usual) in [(10.0, 20.0), (12, 16), (50, 25)] {
            for (server, value) in [own, usual].enumerated() {
                let figures = [Figure("  memory", value, .kibibytes), Figure("processor", value, .microseconds)]
                comparison.add([Comparison.Scenario(name: "pairs", figures: figures)], of: server)
            }
        }
        func budget(_ server: String, _ scenario: ScenarioName, _ figure: String, _ limit: Budget.Limit) -> Budget {
            Budget(server: server, scenario: scenario, figure: figure, limit: limit)
        }
        let budgets = [
            budget("relay", .pairs, "memory", .value(12)), budget("relay", .pairs, "processor", .ratio(0.74)),
            budget("console", .pairs, "memory", .value(1)), budget("relay", .idle, "memory", .value(1)),
            budget("relay", .pairs, "latency", .value(1)),
        ]
        #expect(
            comparison.report(budgets).text == """
                budget                    limit  found
                relay pairs, memory, KiB   12.0   12.0        within
                relay pairs, processor    ×0.74  ×0.75          over
                relay pairs, latency       1.00      -  not measured

                """)
        #expect(comparison.report([]).text == "")
    }

    @Test(arguments: [([], nil), ([3], 3), ([3, 1], 2), ([9, 1, 2], 2)] as [([Double], Double?)])
    func medianIsTheMiddleValue(values: [Double], median: Double?) {
        #expect(Comparison.median(values) == median)
    }

    @Test(
        arguments: [
            (0, "0.00"), (8.914, "8.91"), (99.94, "99.9"), (123.4, "123"), (61_234.5, "61,235"),
            (1_234_567, "1,234,567"),
            (-3.5, "-3.50"), (-0.001, "0.00"), (.infinity, "-"), (.nan, "-"),
        ] as [(Double, String)])
    func figuresHaveThreeSignificantDigits(value: Double, text: String) {
        #expect(Figure("x", value, .percent).text == text)
    }

    @Test func countsAreIntegers() {
        #expect(Figure("x", 7, .count).text == "7")
    }

    private static func scenario(_ value: Double) -> Comparison.Scenario {
        .init(name: "pairs", figures: [Figure("processor", value, .microseconds), Figure("messages", 1234, .count)])
    }
}
