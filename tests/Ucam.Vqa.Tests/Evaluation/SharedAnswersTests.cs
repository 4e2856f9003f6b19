using Ucam.Vqa.Evaluation;

namespace Ucam.Vqa.Tests.Evaluation;

public sealed class SharedAnswersTests : IDisposable
{
    private static readonly Dictionary<string, string> Made = new() { ["model"] = "m" };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static QuestionResult Result(long id) => new()
    {
        QuestionId = id,
        ImageId = 1,
        QuestionType = "what",
        Question = "what is it",
        Prediction = "a",
        Truth = "b",
        Probability = 0.25,
        TruthProbability = 0.125,
        Predictive = 1.5,
        Aleatoric = double.NaN,
        Epistemic = double.NaN,
        LogitVariance = 0.5,
        Accuracy = 0,
    };

    private string Part(int part)
    {
        QuestionResult?[] results = [.. Enumerable.Range(0, 4).Select(i => i / 2 == part - 1 ? Result(10 + i) : null)];
        SharedAnswers.Write(_folder[$"{part}"], new Shard(part, 2), Made, [("s", results!)]);
        return _folder[$"{part}"];
    }

    private int Join(params string[] parts) => SharedAnswers.Join(parts, _folder["all"], TestContext.Current.CancellationToken);

    private IReadOnlyList<IReadOnlyList<QuestionResult>> Read(string path) => SharedAnswers.Read(path, Made, [("s", 4)]);

    private static string Fails(Action act) => act.Should().Throw<UcamException>().Which.Message;

    [Fact]
    public void The_last_line_is_the_checksum_of_all_bytes_before_it_in_parts_and_in_what_they_are_joined_to()
    {
        Join(Part(2), Part(1)).Should().Be(4);
        foreach (string path in new[] { _folder["1"], _folder["all"] })
        {
            string text = File.ReadAllText(path), last = text.TrimEnd('\n').Split('\n')[^1];
            text.Should().StartWith("{\"format\":\"ucam-answers-2\"").And.EndWith("\"}\n");
            byte[] before = [.. File.ReadAllBytes(path).AsSpan(0, text.Length - last.Length - 1)];
            last.Should().Be($"{{\"sha256\":\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(before))}\"}}");
        }
        Read(_folder["all"])[0].Select(result => result.QuestionId).Should().Equal(10, 11, 12, 13);
    }

    [Theory]
    [InlineData("0.25", "0.35", "its lines are not those that were written, by their SHA-256")]
    [InlineData("\n", "\r\n", "its lines are not those that were written, by their SHA-256")]
    [InlineData("\"b\"", "\"c\"", "its lines are not those that were written, by their SHA-256")]
    [InlineData("{\"sha256\"", "{\"SHA256\"", "result")]
    [InlineData("{\"sha256\":\"", "{\"sha256\":\"0", "its lines are not those that were written, by their SHA-256")]
    public void What_was_changed_is_refused_in_parts_and_in_what_they_are_joined_to(string from, string to, string mention)
    {
        string[] parts = [Part(1), Part(2)];
        Join(parts);
        foreach (string path in new[] { parts[0], _folder["all"] })
            File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
        Fails(() => Read(_folder["all"])).Should().Contain("all").And.Contain(mention);
        File.Delete(_folder["all"]);
        Fails(() => Join(parts)).Should().Contain(mention);
        File.Exists(_folder["all"]).Should().BeFalse();
    }

    [Fact]
    public void What_was_cut_or_goes_on_is_told_as_such()
    {
        string[] parts = [Part(1), Part(2)], lines = File.ReadAllLines(parts[0]);
        lines.Should().HaveCount(1 + 2 + 1);
        string With(params string[] text)
        {
            File.WriteAllText(parts[0], string.Concat(text.Select(line => $"{line}\n")));
            return Fails(() => Join(parts));
        }
        With(lines[..^2]).Should().EndWith("1: it has 1 of its 2 answers; copy it anew, or run its part again.");
        With(lines[..^1]).Should().EndWith("1: its last line, the SHA-256, is missing; copy it anew, or run its part again.");
        With([.. lines, lines[1]]).Should().EndWith("1: it goes on behind its last line, the SHA-256; copy it anew, or run its part again.");
        With([.. lines[..^1], lines[^1][..30]]).Should().Contain("by their SHA-256");
        With([lines[0].Replace("answers-2", "answers-1", StringComparison.Ordinal), .. lines[1..]])
            .Should().EndWith("1: it is of another version of ucam; run its part again with this one.");
    }
}
