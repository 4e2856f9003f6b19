using System.Text.Json.Nodes;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public sealed class CheckpointDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _good;

    public CheckpointDamageTests()
    {
        using VqaNetwork network = SmallModels.Network();
        _good = _folder["good.safetensors"];
        Checkpoint.Save(network, _good, "{}");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes the good file with other header entries and tensors, and says what loading it gives.</summary>
    private UcamException Refused(Action<Dictionary<string, string>>? header = null, Action<Dictionary<string, Tensor>>? tensors = null)
    {
        using var scope = NewDisposeScope();
        string path = _folder["bad.safetensors"];
        using (SafetensorsFile file = SafetensorsFile.Open(_good))
        {
            var entries = file.Metadata.ToDictionary(e => e.Key, e => e.Value);
            var values = file.Entries.ToDictionary(e => e.Name, e => file.Read(e.Name));
            header?.Invoke(entries);
            tensors?.Invoke(values);
            SafetensorsWriter.Write(path, entries, [.. values.Select(v => (v.Key, v.Value))]);
        }
        return Refused(path);
    }

    private static UcamException Refused(string path)
    {
        var load = () => Checkpoint.Load(path).Dispose();
        UcamException problem = load.Should().Throw<UcamException>().Which;
        problem.Message.Should().NotContain("\n").And.Contain(path);
        problem.File.Should().Be(path);
        return problem;
    }

    private UcamException RefusedConfig(Action<JsonObject> change) => Refused(header =>
    {
        JsonObject config = JsonNode.Parse(header["ucam.config"])!.AsObject();
        change(config);
        header["ucam.config"] = config.ToJsonString();
    });

    [Fact]
    public void Bytes_damaged_anywhere_are_read_or_refused_in_one_line() =>
        Damage.Survives(File.ReadAllBytes(_good), 200, 16 << 20, bytes => Checkpoint.Load(_folder.Write("damaged.safetensors", bytes)).Dispose())
            .Should().BePositive();

    [Fact]
    public void Whatever_stands_for_a_value_of_the_header_is_told_in_plain_words()
    {
        string whole;
        using (SafetensorsFile file = SafetensorsFile.Open(_good)) whole = file.Metadata["ucam.config"];
        foreach (string path in Paths(JsonNode.Parse(whole)!))
            foreach (string value in PlainWords.Json)
            {
                JsonNode config = JsonNode.Parse(whole)!;
                Place(config, path).ReplaceWith("@here@");
                Tried(config.ToJsonString().Replace("\"@here@\"", value, StringComparison.Ordinal), $"{path} = {value}");
            }
    }

    private static IEnumerable<string> Paths(JsonNode node) => node switch
    {
        JsonObject group => group.SelectMany(pair => pair.Value is null ? [] : Paths(pair.Value).Prepend(pair.Value.GetPath())),
        JsonArray { Count: > 0 } list when list[0] is { } first => Paths(first).Prepend(first.GetPath()),
        _ => [],
    };

    private static JsonNode Place(JsonNode root, string path) => path[2..].Split('.', '[', ']').Where(part => part.Length > 0)
        .Aggregate(root, (node, part) => node is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!);

    private void Tried(string config, string what)
    {
        string path = _folder["tried.safetensors"];
        using (SafetensorsFile file = SafetensorsFile.Open(_good))
        {
            using var scope = NewDisposeScope();
            var header = new Dictionary<string, string>(file.Metadata) { ["ucam.config"] = config };
            SafetensorsWriter.Write(path, header, [.. file.Entries.Select(entry => (entry.Name, file.Read(entry.Name)))]);
        }
        try
        {
            Checkpoint.Load(path).Dispose();
        }
        catch (UcamException e)
        {
            e.Message.ShouldBePlain(what);
            e.Message.Should().Contain(path).And.NotContain("\n");
        }
    }

    [Fact]
    public void A_foreign_safetensors_file_is_refused() => Refused(header => header.Clear()).Message.Should().Contain("not a Ucam model");

    [Fact]
    public void Another_format_is_refused() => Refused(header => header["ucam.format"] = "vqa-9").Message.Should().Contain("format vqa-9");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name":"x","backbone":null,"model":null,"words":null,"answers":null}""")]
    public void A_damaged_header_is_refused(string config) => Refused(header => header["ucam.config"] = config).Field.Should().Be("ucam.config");

    [Fact]
    public void A_null_among_the_sizes_is_refused()
    {
        RefusedConfig(c => c["backbone"]!["channels"] = null);
        RefusedConfig(c => c["words"] = null);
        RefusedConfig(c => c["answers"]![0] = null);
    }

    [Fact]
    public void Sizes_out_of_range_are_refused()
    {
        RefusedConfig(c => c["backbone"]!["input_size"] = 7).Message.Should().Contain("backbone.input_size is 7");
        RefusedConfig(c => c["model"]!["lstm"] = 0).Message.Should().Contain("model.lstm is 0");
        RefusedConfig(c => c["words"] = new JsonArray()).Message.Should().Contain("0 different words");
    }

    [Fact]
    public void A_vocabulary_of_another_size_is_refused() =>
        RefusedConfig(c => c["words"]!.AsArray().RemoveAt(0)).Message.Should().Contain("head.embedding.weight has shape [10,4]").And.Contain("[9,4]");

    [Fact]
    public void A_word_that_is_there_twice_is_refused() => RefusedConfig(c => c["words"]![1] = "what").Message.Should().Contain("twice");

    [Fact]
    public void A_missing_tensor_is_refused() =>
        Refused(tensors: t => t.Remove("head.answers.bias")).Message.Should().Contain("tensor head.answers.bias is missing");

    [Fact]
    public void A_tensor_of_another_shape_is_refused() =>
        Refused(tensors: t => t["variance.linear.weight"] = zeros(1, 4)).Message.Should().Contain("variance.linear.weight has shape [1,4]");

    [Fact]
    public void A_tensor_with_nan_is_refused() =>
        Refused(tensors: t => t["variance.linear.weight"] = full([1, 5], float.NaN)).Message.Should().Contain("not a number");

    [Theory]
    [InlineData("familiarity.whitening")]
    [InlineData("familiarity.quantiles")]
    public void Familiarity_of_another_shape_or_not_finite_is_refused(string name)
    {
        Refused(tensors: t => t[name] = zeros(3)).Message.Should().Contain(name);
        Refused(tensors: t => t.Remove(name)).Message.Should().Contain(name);
        Refused(tensors: t => t[name] = t[name] * float.NaN).Message.Should().Contain(name);
    }

    [Fact]
    public void A_file_that_ends_too_early_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(_good);
        foreach (double share in new[] { 0, 0.0005, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999 })
            Refused(_folder.Write("cut.safetensors", bytes[..(int)(share * bytes.Length)]));
        Refused(_folder.Write("cut.safetensors", bytes[..^1]));
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() => Refused(_folder["none.safetensors"]);
}
