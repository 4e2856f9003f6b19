using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Reference;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Reference;

/// <summary>Models of the reference come in and go out again whole, and what does not fit together is refused.</summary>
public class ReferenceSaaaTests
{
    private static List<(string Name, Tensor Value)> Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return [.. file.Entries.Select(entry => (entry.Name, file.Read(entry.Name)))];
    }

    private static void Refuses(Func<(string Name, Tensor Value), IEnumerable<(string, Tensor)>> change, params string[] mentions)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(folder["w"], new Dictionary<string, string>(), [.. Read(ParityFixture.Weights).SelectMany(change)]);
        Action import = () => ReferenceSaaa.Import(folder["w"], ParityFixture.Vocabulary, ParityFixture.Grid);
        string message = import.Should().Throw<CheckpointException>().Which.Message;
        message.Should().ContainAll([folder["w"], .. mentions]).And.NotContain("\n");
    }

    [Fact]
    public void In_and_out_again_is_the_same()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using VqaNetwork network = ParityFixture.Network();
        ReferenceSaaa.Export(network, folder["w"], folder["v"]);
        Dictionary<string, Tensor> back = Read(folder["w"]).ToDictionary(t => t.Name, t => t.Value),
            given = Read(ParityFixture.Weights).ToDictionary(t => t.Name, t => t.Value);
        back.Keys.Should().BeEquivalentTo(given.Keys);
        foreach ((string name, Tensor tensor) in given) back[name].Equals(tensor).Should().BeTrue(name);
        System.Text.Json.Nodes.JsonNode Json(string path) => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        System.Text.Json.Nodes.JsonNode.DeepEquals(Json(folder["v"]), Json(ParityFixture.Vocabulary)).Should().BeTrue();
    }

    [Fact]
    public void A_model_of_our_own_comes_back_from_the_reference_layout()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using VqaNetwork network = SmallModels.Network(SmallModels.Config with { Model = SmallModels.Options with { Positions = false } });
        ReferenceSaaa.Export(network, folder["w"], folder["v"]);
        using VqaNetwork back = ReferenceSaaa.Import(folder["w"], folder["v"], network.Config.Backbone.Grid);
        Tensor features = Tensors.Normal(1, 1, network.Head.Shape.Positions, SmallModels.Channels).abs();
        Tensor[] question = [SmallModels.Ids([2, 1, 5]), SmallModels.Lengths([2, 1, 5])];
        back.Head.Answer(features, question[0], question[1]).Logits.Numbers()
            .Should().Equal(network.Head.Answer(features, question[0], question[1]).Logits.Numbers());
        (back.Words.Words, back.Answers.Answers)
            .Should().BeEquivalentTo((network.Words.Words, network.Answers.Answers), options => options.WithStrictOrdering());
    }

    [Fact]
    public void The_model_is_kept_in_a_checkpoint_and_says_that_it_has_no_backbone()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using (VqaNetwork network = ParityFixture.Network()) Checkpoint.Save(network, folder["m"], "{}");
        using VqaNetwork loaded = Checkpoint.Load(folder["m"]);
        (loaded.Head.Shape.Rows, loaded.Head.Shape.Columns, loaded.Head.Shape.Channels).Should().Be((4, 4, 8));
        Action look = () => loaded.Backbone.call(zeros(1, 3, 128, 128));
        look.Should().Throw<UcamException>().WithMessage("*ResNet-152 (layer4)*feature file*");
    }

    [Fact]
    public void Names_of_parallel_training_are_taken_too()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(folder["w"], new Dictionary<string, string>(),
            [.. Read(ParityFixture.Weights).Where(t => !t.Name.StartsWith("variance")).Select(t => ("module." + t.Name, t.Value))]);
        using VqaNetwork network = ReferenceSaaa.Import(folder["w"], ParityFixture.Vocabulary, ParityFixture.Grid), whole = ParityFixture.Network();
        network.Head.state_dict().Values.Zip(whole.Head.state_dict().Values, (a, b) => a.Equals(b)).Should().AllBeEquivalentTo(true);
        network.Variance.call(Tensors.Normal(1, 3, 12)).Numbers().Should().AllSatisfy(v => v.Should().BeInRange(0, 1e-8));
    }

    [Fact]
    public void Every_tensor_of_a_wrong_shape_is_named()
    {
        using var scope = NewDisposeScope();
        foreach (string name in Read(ParityFixture.Weights).Select(t => t.Name).ToList())
            Refuses(t => [t.Name == name ? (t.Name, cat([t.Value, t.Value], 0)) : t], "tensor", "[");
    }

    [Fact]
    public void A_missing_a_foreign_and_a_broken_tensor_are_named()
    {
        Refuses(t => t.Name == "attention.q_lin.bias" ? [] : [t], "attention.q_lin.bias is missing");
        Refuses(t => t.Name == "variance.linear.bias" ? [] : [t], "variance.linear.bias is missing");
        Refuses(t => t.Name == "classifier.lin2.bias" ? [t, ("classifier.lin3.bias", t.Value)] : [t], "classifier.lin3.bias is not part of it");
        Refuses(t => t.Name == "text.lstm.bias_ih_l0" ? [(t.Name, t.Value * double.NaN)] : [t], "text.lstm.bias_ih_l0", "not a number");
        Refuses(t => t.Name == "attention.v_conv.weight" ? [(t.Name, t.Value[0, 0, 0])] : [t], "attention.v_conv.weight", "too few dimensions");
    }

    [Theory]
    [InlineData("{\"question\": {\"a\": 1}}", "\"answer\"")]
    [InlineData("{\"question\": {\"a\": 0}, \"answer\": {\"b\": 0}}", "the id of \"a\" is 0")]
    [InlineData("{\"question\": {\"a\": 1, \"b\": 1}, \"answer\": {\"b\": 0}}", "the same id, 1")]
    [InlineData("{\"question\": {\"a\": 1, \"b\": 3}, \"answer\": {\"b\": 0}}", "is 3")]
    [InlineData("{\"question\": [\"a\"], \"answer\": {}}", "\"question\"")]
    [InlineData("{\"question\": {\"a\": 1", "not valid JSON")]
    public void A_vocabulary_that_is_none_is_refused(string json, string mention)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("v.json", json);
        Action import = () => ReferenceSaaa.Import(ParityFixture.Weights, path);
        import.Should().Throw<UcamException>().Which.Message.Should().ContainAll(path, mention);
    }

    [Fact]
    public void A_vocabulary_of_another_training_is_refused()
    {
        using var folder = new TemporaryFolder();
        string Ids(string name, int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(i => $"\"{name}{i}\": {i}"));
        string path = folder.Write("v.json", $"{{\"question\": {{{Ids("w", 1, 13)}}}, \"answer\": {{{Ids("a", 0, 11)}}}}}");
        Action import = () => ReferenceSaaa.Import(ParityFixture.Weights, path);
        import.Should().Throw<CheckpointException>().WithMessage("*classifier.lin2.weight has shape [12,9], but with 13 words, 11 answers*[11,9]*");
    }

    [Fact]
    public void Words_are_found_as_the_tokeniser_reads_them()
    {
        using VqaNetwork network = ParityFixture.Network();
        network.Words.Encode("What's on the dog's table?").Ids.Should().Equal(9, 11, 2, 14, 13);
    }

    [Fact]
    public void A_model_that_the_reference_cannot_express_is_refused()
    {
        using var folder = new TemporaryFolder();
        using VqaNetwork positions = SmallModels.Network();
        Action export = () => ReferenceSaaa.Export(positions, folder["w"], folder["v"]);
        export.Should().Throw<UcamException>().WithMessage("*positions: true*");
        Directory.GetFileSystemEntries(folder.Path).Should().BeEmpty();
    }
}
