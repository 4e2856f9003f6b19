using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ucam.Vqa.Tests;

public sealed class AnswerJsonTests
{
    private static readonly Answer Sample = new()
    {
        Model = "small",
        Question = "Is it “<é>”?",
        Text = "yes",
        Probability = 0.75,
        Candidates = [new("yes", 0.75), new("no", 0.25)],
        Uncertainty = new UncertaintyEstimate(0.25, 0.125, 0.125, 0.5, 50),
        Familiarity = new Familiarity(0.5, 1.25, false, [], null),
        Maps = [ActivationMap.FromRaw(MapKind.UCam, new float[,] { { 0, 1 } })],
    };

    private const string Right = """
        {"warning":null,"picture":"a.png","question":"Is it “<é>”?","answer":"yes","certainty":{"probability":null,"words":"","held_out_right":null,"held_out_answers":0,"because":"it was not asked for","set":[],"set_coverage":null,"reasons":[]},"sureness":"sure","probability":0.75,"candidates":[{"text":"yes","probability":0.75},{"text":"no","probability":0.25}],"uncertainty":{"predictive":0.25,"aleatoric":0.125,"epistemic":0.125,"logit_variance":0.5,"passes":50},"not_parted":null,"familiarity":{"score":0.5,"distance":1.25,"is_unfamiliar":false,"unknown_words":[],"note":null},"model":"small"}
        """;

    [Fact]
    public void An_answer_is_one_line_of_json() => Sample.ToJson("a.png").Should().Be(Right);

    [Fact]
    public void Numbers_that_are_not_known_are_null_and_a_doubt_without_parts_says_why()
    {
        Answer strange = Sample with { Familiarity = new Familiarity(double.NaN, double.PositiveInfinity, true, ["espresso"], null) };
        strange.ToJson().Should().Contain("\"picture\":null").And.Contain("\"aleatoric\":null,\"epistemic\":null").And.Contain("\"score\":null,\"distance\":null")
            .And.Contain("\"sureness\":\"unsure\"").And.Contain("\"not_parted\":\"not parted").And.Contain("\"warning\":\"This is unlike");
    }

    [Fact]
    public void What_gave_and_took_the_doubt_is_there_where_it_was_asked_for_and_is_read_back()
    {
        Answer shared = Sample with
        {
            DoubtShares = new Dictionary<string, double> { ["before"] = 1.5, ["question"] = -0.5, ["picture"] = -0.875, ["model"] = 0.125 },
            WordDoubt = [new("is", -0.5), new("it", 0)],
            Maps = [],
        };
        shared.ToJson().Should().EndWith(
            ",\"model\":\"small\",\"doubt_shares\":{\"before\":1.5,\"question\":-0.5,\"picture\":-0.875,\"model\":0.125},"
            + "\"word_doubt\":[{\"word\":\"is\",\"nats\":-0.5},{\"word\":\"it\",\"nats\":0}]}");
        JsonSerializer.Deserialize<Answer>(shared.ToJson())!.Should().BeEquivalentTo(shared);
    }

    [Fact]
    public void Every_serialiser_writes_the_same_shape()
    {
        string right = JsonSerializer.Serialize(Sample, Answer.JsonType);
        JsonDocument.Parse(right).RootElement.ToString().Should().Be(right);
        JsonSerializer.Serialize(Sample).Should().Be(right);
        JsonSerializer.Serialize(Sample, JsonSerializerOptions.Web).Should().Be(right);
        JsonSerializer.Serialize(new[] { Sample }).Should().Be($"[{right}]");
        using JsonDocument relaxed = JsonDocument.Parse(Sample.ToJson()), strict = JsonDocument.Parse(right);
        JsonElement.DeepEquals(relaxed.RootElement, strict.RootElement).Should().BeTrue();
    }

    [Fact]
    public void Answers_are_written_without_reflection()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = Answer.JsonType.OriginatingResolver };
        JsonSerializer.Serialize(Sample, options.GetTypeInfo(typeof(Answer))).Should().Be(JsonSerializer.Serialize(Sample));
        var chained = new JsonSerializerOptions { TypeInfoResolverChain = { Answer.JsonType.OriginatingResolver! } };
        ((JsonTypeInfo<Answer>)chained.GetTypeInfo(typeof(Answer))).Should().NotBeNull();
    }

    [Fact]
    public void An_answer_is_read_back_without_its_maps()
    {
        Answer again = JsonSerializer.Deserialize<Answer>(Sample.ToJson("a.png"))!;
        again.Should().BeEquivalentTo(Sample with { Maps = [] });
        again.ToJson("a.png").Should().Be(Right);
        Answer strange = Sample with { Uncertainty = new UncertaintyEstimate(0.5, double.NaN, double.NaN, 0, 0) };
        JsonSerializer.Deserialize(strange.ToJson(), Answer.JsonType)!.Uncertainty.Should().Be(strange.Uncertainty);
        var half = () => JsonSerializer.Deserialize<Answer>("""{"answer":"yes"}""");
        half.Should().Throw<JsonException>();
        var wrong = () => JsonSerializer.Deserialize<Answer>("[]");
        wrong.Should().Throw<JsonException>();
    }

    [Fact]
    public void A_certainty_is_told_with_its_reasons_and_read_back()
    {
        Answer known = Sample with
        {
            Certainty = TinyCertainty.Of(0.25, "guessing", new CertaintyReason("margin", 0.125, -1.5, "the second-best answer is close"),
                new CertaintyReason("unfamiliarity", double.NaN, 0.5, "the picture is like those it learned from")) with
            { Set = ["yes", "no"], SetCoverage = 0.9 },
        };
        string json = known.ToJson();
        json.Should().Contain("""
            "certainty":{"probability":0.25,"words":"guessing","held_out_right":0.987,"held_out_answers":1234,"because":"the second-best answer is close","set":["yes","no"],"set_coverage":0.9,"reasons":[{"signal":"margin","value":0.125,"log_odds":-1.5,"text":"the second-best answer is close"},{"signal":"unfamiliarity","value":null,"log_odds":0.5,
            """.Trim()).And.Contain("\"sureness\":\"guessing\"");
        foreach (Answer again in new[] { JsonSerializer.Deserialize<Answer>(json)!, JsonSerializer.Deserialize(json, Answer.JsonType)! })
            again.Certainty.Should().BeEquivalentTo(known.Certainty);
        JsonSerializer.Deserialize<Answer>(JsonSerializer.Serialize(known))!.Certainty.Worth.Should().Be(known.Certainty.Worth);
    }

    [Fact]
    public void A_certainty_that_is_not_known_says_why_and_is_read_back()
    {
        Answer again = JsonSerializer.Deserialize<Answer>(Sample.ToJson())!;
        (again.Certainty.IsKnown, again.Certainty.Because, again.Certainty.Worth).Should().Be((false, "it was not asked for", ""));
        again.Certainty.Should().BeEquivalentTo(Sample.Certainty);
    }

    [Fact]
    public void A_map_can_be_tried_for()
    {
        Sample.TryMap(MapKind.UCam, out ActivationMap? map).Should().BeTrue();
        map.Should().BeSameAs(Sample.Maps[0]);
        Sample.TryMap(MapKind.Attention, out ActivationMap? none).Should().BeFalse();
        none.Should().BeNull();
    }
}
