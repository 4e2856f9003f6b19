using System.IO.Compression;
using System.Text.Json;

namespace Ucam.Vqa.Tests.Text;

/// <summary>Against what the official evaluator gave (tests/fixtures/vqa-eval/generate.py).</summary>
public class OfficialVqaAccuracyTests
{
    private static string[] People(int matching, string answer) => [.. Enumerable.Range(0, 10).Select(i => i < matching ? answer : "something else")];

    [Fact]
    public void Every_question_of_the_fixture_gets_what_the_official_evaluator_gave_it()
    {
        int count = 0;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Fixture("cases.jsonl.gz")), CompressionMode.Decompress));
        // Answers hold U+2028 and the like, which are no line breaks here.
        foreach (string line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            JsonElement[] entry = [.. json.RootElement.EnumerateArray()];
            string[] kinds = [.. entry[5].EnumerateArray().Select(a => a.GetString()!)];
            string[] people = [.. entry[6].GetString()!.Select(c => kinds[c - '0'])];
            double score = OfficialVqaAccuracy.Rounded(100 * OfficialVqaAccuracy.Score(entry[3].GetString()!, people));
            score.Should().Be(entry[4].GetDouble(), "of {0}", line);
            count++;
        }
        count.Should().Be(3000);
    }

    [Fact]
    public void Where_all_people_agree_to_the_letter_nothing_is_normalised()
    {
        string[] unanimous = [.. Enumerable.Repeat("Coca-Cola", 10)];
        OfficialVqaAccuracy.Score("coca cola", unanimous).Should().Be(0);
        OfficialVqaAccuracy.Score("coca-cola", unanimous).Should().Be(0);
        OfficialVqaAccuracy.Score(" Coca-Cola\t", unanimous).Should().Be(1);
        OfficialVqaAccuracy.Score("the coca cola", People(9, "Coca-Cola")).Should().Be(1);
    }

    [Fact]
    public void Both_sides_are_normalised_where_people_differ() =>
        OfficialVqaAccuracy.Score("2", People(3, "Two")).Should().BeApproximately(0.9, 1e-12);

    [Fact]
    public void The_number_of_people_does_not_change_how_many_must_match()
    {
        OfficialVqaAccuracy.Score("yes", ["yes"]).Should().Be(0);
        OfficialVqaAccuracy.Score("yes", ["yes", "yes"]).Should().BeApproximately(1 / 3.0, 1e-12);
        OfficialVqaAccuracy.Score("yes", ["yes", "yes", "yes", "yes"]).Should().Be(1);
    }

    [Theory]
    [InlineData(62.125, 62.12)]
    [InlineData(62.375, 62.38)]
    [InlineData(0.125, 0.12)]
    [InlineData(57.305, 57.3)]
    [InlineData(66.66666666666667, 66.67)]
    [InlineData(100, 100)]
    public void Percentages_are_rounded_as_Python_rounds_them(double percent, double expected) =>
        OfficialVqaAccuracy.Rounded(percent).Should().Be(expected);

    private static string Fixture(string name) => Repository.Fixture("vqa-eval", name);
}
