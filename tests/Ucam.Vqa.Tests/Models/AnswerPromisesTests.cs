using System.Text;
using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;
using Ucam.Metrics;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models;

public sealed class AnswerPromisesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static AnswerPromises Promises { get; } = new(
        [
            new GuaranteedRisk { Limit = 0.05, Delta = 0.05, Threshold = 1 / 3.0, Coverage = 0.7, Risk = 0.03, Bound = 0.05, Questions = 900 },
            GuaranteedRisk.None(0.01, 0.05, 900),
        ],
        new AnswerSets("RAPS", [0.01, 2], 0.1, 0.7, 900, [new("colour", 0.4, 300), new("", null, 250)])
        { Tree = [new QuestionNode("colour", 1, 2, ""), new QuestionNode("", 0, 0, "colour"), new QuestionNode("", 0, 0, "")] },
        [new ChosenThresholds("p_right", [new LimitThreshold(0.01, 0.9), new LimitThreshold(0.05, null)], [new LimitThreshold(1, 0.5)])]);

    private static CertaintyEstimator Estimator()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i / 100.0)];
        return CertaintyEstimator.Fit(new HeldOut(new SignalTable(["probability"], values), [.. values.Select(v => v > 0.4 ? 1.0 : 0.0)],
            [.. Enumerable.Range(0, 100).Select(i => (long)i)]), 1);
    }

    private string Saved(bool estimated = true)
    {
        using VqaNetwork network = SmallModels.Network();
        network.Certainty = estimated ? Estimator() : null;
        network.Promises = Promises;
        Checkpoint.Save(network, _folder["a.safetensors"], "{}");
        return _folder["a.safetensors"];
    }

    [Fact]
    public void Promises_come_back_with_their_network()
    {
        using VqaNetwork read = Checkpoint.Load(Saved());
        read.Promises!.ToJson().Should().Be(Promises.ToJson());
        read.Promises.For(0.05)!.Threshold.Should().Be(1 / 3.0);
        read.Promises.For(0.01)!.Threshold.Should().BeNull();
        read.Promises.For(0.02).Should().BeNull();
        read.Promises.Sets!.ThresholdFor("What colour?").Should().Be(0.4);
        read.Promises.Sets.ThresholdFor("How many?").Should().BeNull();
    }

    [Fact]
    public void A_checkpoint_of_before_has_none()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["a.safetensors"], "{}");
        using VqaNetwork read = Checkpoint.Load(_folder["a.safetensors"]);
        read.Promises.Should().BeNull();
    }

    [Fact]
    public void Promises_without_an_estimator_are_refused() =>
        FluentActions.Invoking(() => Checkpoint.Load(Saved(estimated: false))).Should().Throw<CheckpointException>()
            .WithMessage("*promises need a certainty estimator*").Which.Field.Should().Be("ucam.promises");

    [Theory]
    [InlineData("\"limit\":0.05", "\"limit\":7")]
    [InlineData("\"limit\":0.05", "\"limit\":\"much\"")]
    [InlineData("\"coverage\":0.7", "\"coverage\":-1")]
    [InlineData("\"threshold\":0.3333333333333333", "\"threshold\":1.2")]
    [InlineData("\"threshold\":0.3333333333333333", "\"threshold\":-0.1")]
    [InlineData("\"risk\":0.03", "\"risk\":0.06")]
    [InlineData("\"bound\":0.05", "\"bound\":-0.05")]
    [InlineData("\"questions\":900", "\"questions\":-900")]
    [InlineData("\"questions\":300", "\"questions\":-300")]
    [InlineData("\"limit\":0.01,\"delta\"", "\"limit\":0.05,\"delta\"")]
    [InlineData("\"score\":\"RAPS\"", "\"score\":\"GUESS\"")]
    [InlineData("\"parameters\":[0.01,2]", "\"parameters\":[0.01]")]
    [InlineData("\"parameters\":[0.01,2]", "\"parameters\":[-1,2]")]
    [InlineData("\"parameters\":[0.01,2]", "\"parameters\":[0.01,1e300]")]
    [InlineData("\"alpha\":0.1", "\"alpha\":1")]
    [InlineData("\"yes\":1", "\"yes\":0")]
    [InlineData("\"form\":\"colour\",\"threshold\"", "\"form\":\"\",\"threshold\"")]
    [InlineData("{\"risks\"", "{\"perils\"")]
    [InlineData("\"forms\":", "\"perils\":")]
    [InlineData("\"parameters\":", "\"perils\":")]
    [InlineData("\"chosen\":[", "\"chosen\":[null,")]
    public void Damaged_promises_are_refused_in_one_line(string good, string bad)
    {
        string json = Promises.ToJson();
        json.Should().Contain(good);
        string damaged = json.Replace(good, bad, StringComparison.Ordinal), path = Saved();
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        using (NewDisposeScope())
            SafetensorsWriter.Write(_folder["b.safetensors"], new Dictionary<string, string>(file.Metadata) { ["ucam.promises"] = damaged },
                [.. file.Entries.Select(entry => (entry.Name, file.Read(entry.Name)))]);
        CheckpointException refused =
            FluentActions.Invoking(() => Checkpoint.Load(_folder["b.safetensors"])).Should().Throw<CheckpointException>().Which;
        refused.Message.Should().Contain("damaged").And.NotContain("\n").And.NotContain("System.");
        refused.Field.Should().Be("ucam.promises");
    }

    [Fact]
    public void No_damage_to_the_text_makes_another_failure() =>
        Damage.Survives(Encoding.UTF8.GetBytes(Promises.ToJson()), 400, 4 << 20, bytes =>
        {
            AnswerPromises read = AnswerPromises.FromJson(Encoding.UTF8.GetString(bytes));
            read.Sets?.Of([0.5f, 0.3f, 0.2f], "What colour is it?");
        }).Should().BePositive();
}
