using System.Diagnostics.Metrics;
using System.Text.Json;
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
    public void The_page_lists_what_the_json_says_of_certainty()
    {
        Answer answer = JsonSerializer.Deserialize<Answer>("""
            {"warning":null,"picture":null,"question":"","answer":"","certainty":{"probability":0.5,"words":"unsure","held_out_right":0.5,
            "held_out_answers":2,"because":"","set":[],"set_coverage":null,"reasons":[{"signal":"margin","value":1,"log_odds":1,"text":""}]},"sureness":"unsure","probability":1,
            "candidates":[],"uncertainty":{"predictive":0,"aleatoric":0,"epistemic":0,"logit_variance":0,"passes":50},"not_parted":null,
            "familiarity":{"score":0,"distance":0,"is_unfamiliar":false,"unknown_words":[],"note":null},"model":""}
            """)!;
        using JsonDocument json = JsonDocument.Parse(answer.ToJson());
        JsonElement certainty = json.RootElement.GetProperty("certainty");
        foreach (JsonProperty part in certainty.EnumerateObject()) Page.Should().Contain($"`certainty.{part.Name}`");
        foreach (JsonProperty part in certainty.GetProperty("reasons")[0].EnumerateObject()) Page.Should().Contain($"`{part.Name}`");
        Page.Should().Contain("`sureness`");
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
