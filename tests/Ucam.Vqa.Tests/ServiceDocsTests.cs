using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace Ucam.Vqa.Tests;

/// <summary>docs/service.md says what is there.</summary>
public sealed partial class ServiceDocsTests
{
    private static readonly string Page = File.ReadAllText(Repository.At("docs", "service.md"));

    [Fact]
    public void The_pages_service_is_the_sample_that_is_built()
    {
        string lines = Code().Match(Page).Groups[1].Value;
        lines.Should().Contain("AddUcam");
        File.ReadAllText(Repository.At("samples", "Service", "Program.cs")).Should().StartWith(lines);
    }

    [Fact]
    public void The_page_lists_every_span_tag_and_instrument()
    {
        var instruments = new List<string>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Telemetry.Name) instruments.Add(instrument.Name);
            },
        };
        Telemetry.Spans.Name.Should().Be(Telemetry.Name);
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(Telemetry).TypeHandle);
        meters.Start();
        string[] names = [Telemetry.LoadSpan, Telemetry.AskSpan, Telemetry.FeaturesSpan, Telemetry.ExplainSpan, Telemetry.ModelTag, Telemetry.PassesTag,
            Telemetry.MethodTag, Telemetry.LayerTag, Telemetry.ErrorTag, .. instruments];
        instruments.Should().NotBeEmpty();
        foreach (string name in names) Page.Should().Contain($"`{name}`");
        Names().Matches(Page).Select(match => match.Groups[1].Value).Distinct().Should().BeSubsetOf(names);
    }

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"`((?:ucam\.|error\.)[a-z.]+)`")]
    private static partial Regex Names();
}
