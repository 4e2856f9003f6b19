using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Features;
using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Cli.Tests.ModelExchange;

/// <summary>
/// From weights of the reference implementation to a submission: the answers are those that PyTorch computed (tests/fixtures/parity).
/// </summary>
public sealed class ReferenceParityTests : IDisposable
{
    private const int Grid = 4, Channels = 8;

    // The words of rows 1 to 3 of the fixture; zebra is none of them.
    private static readonly string[] Questions = ["what ball", "red/blue zebra color", "what's table how on"];
    private static readonly string[] Answers =
        ["yes", "no", "1", "2", "white", "red", "blue", "tennis racket", "left", "0", "baseball", "don't know"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("7")]
    public void An_imported_model_without_dropout_answers_as_the_reference_whatever_the_seed(string seed)
    {
        string model = _folder.File("m.safetensors"), results = _folder.File("r.json");
        Cli.Run("model", "import", "--weights", Repository.Fixture("parity", "weights.safetensors"), "--vocabulary",
            Repository.Fixture("parity", "vocabulary.json"),
            "--out", model, "--grid", $"{Grid}").Code.Should().Be(ExitCode.Success);
        string[] expected = WriteFeatures();
        _folder.Write("q.json",
            $"{{\"questions\":[{string.Join(',', Questions.Select((q, i) => $"{{\"question_id\":{i + 1},\"image_id\":{i + 1},\"question\":\"{q}\"}}"))}]}}");
        CliResult eval =
            Cli.Run("eval", "--model", model, "--features", _folder.File("f"), "--questions", _folder.File("q.json"), "--official", results,
            "--passes", "0", "--seed", seed);
        eval.Code.Should().Be(ExitCode.Success, eval.Error);
        IReadOnlyDictionary<long, string> given = VqaResultsFile.Read(results);
        Questions.Select((_, i) => given[i + 1]).Should().Equal(expected);
    }

    /// <summary>Writes the fixture's features and returns the answers of its highest logits.</summary>
    private string[] WriteFeatures()
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile fixture = SafetensorsFile.Open(Repository.Fixture("parity", "saaa.safetensors"));
        int count = Questions.Length;
        Tensor features = fixture.Read("in.features").narrow(0, 1, count).flatten(2).transpose(1, 2).contiguous();
        using FeatureFileWriter writer = FeatureFileWriter.Create(_folder.File("f"), count, Grid, Grid, Channels, new Dictionary<string, string>());
        writer.Append([.. Enumerable.Range(1, count).Select(id => (long)id)], features);
        writer.Commit();
        long[] best = [.. fixture.Read("out.logits").narrow(0, 1, count).argmax(1).data<long>()];
        best.Distinct().Should().HaveCountGreaterThan(1, "one answer for all would show nothing");
        return [.. best.Select(index => Answers[index])];
    }
}
