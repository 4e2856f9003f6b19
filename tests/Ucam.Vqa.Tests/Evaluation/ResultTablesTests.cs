using System.Text.Json;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Tests.Runs;

namespace Ucam.Vqa.Tests.Evaluation;

public sealed class ResultTablesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Questions(params QuestionResult[] results)
    {
        ResultTables.WriteQuestions(_folder["q.csv"], results);
        return File.ReadAllText(_folder["q.csv"]).Split('\n');
    }

    [Fact]
    public void A_question_is_a_line_with_a_value_for_every_column()
    {
        string[] lines = Questions(Results.Make("red", "red", 0.5, accuracy: 0.9));
        lines[0].Split(',').Should().HaveCount(21).And.OnlyHaveUniqueItems();
        lines[1].Should().Be("7,70,colour,What colour?,red,red,1,0.9,,0.6,0.5,0.375,0.125,0.5,,,,,,,");
        lines[2].Should().BeEmpty();
    }

    [Theory]
    [InlineData("red, or blue?", "\"red, or blue?\"")]
    [InlineData("the \"ball\"?", "\"the \"\"ball\"\"?\"")]
    [InlineData("one\ntwo", "\"one\ntwo\"")]
    [InlineData("plain", "plain")]
    public void A_text_is_quoted_only_where_it_must_be(string question, string cell)
    {
        Questions(Results.Make("red", "red", 0.5) with { Question = question });
        File.ReadAllText(_folder["q.csv"]).Should().Contain($"\n7,70,colour,{cell},red,");
    }

    [Fact]
    public void The_official_file_holds_id_and_answer()
    {
        ResultTables.WriteOfficial(_folder["o.json"],
            [Results.Make("red", "", 1), Results.Make("it's \"2\"", "", 1) with { QuestionId = 9_000_000_000 }]);
        JsonElement[] list = [.. JsonDocument.Parse(File.ReadAllText(_folder["o.json"])).RootElement.EnumerateArray()];
        list.Should().HaveCount(2);
        list[1].EnumerateObject().Select(p => p.Name).Should().Equal("question_id", "answer");
        list[1].GetProperty("question_id").GetInt64().Should().Be(9_000_000_000);
        list[1].GetProperty("answer").GetString().Should().Be("it's \"2\"");
    }

    [Fact]
    public void Summaries_have_a_line_for_the_set_and_one_for_each_family()
    {
        EvaluationSummary summary = EvaluationSummary.Of([Results.Make("red", "red", 0.5, accuracy: 1), Results.Make("a", "b", 1, family: "shape")]);
        ResultTables.WriteSummaries(_folder["s.csv"], [("scenes", summary), ("my, set", summary)]);
        string[] lines = File.ReadAllLines(_folder["s.csv"]);
        lines.Should().HaveCount(7);
        lines.Take(4).Should().AllSatisfy(line => line.Split(',').Should().HaveCount(17));
        lines[1].Should().StartWith("scenes,all,2,0.5,,0.75,");
        lines[2].Should().StartWith("scenes,colour,1,1,").And.EndWith(",,,,,");
        lines[4].Should().StartWith("\"my, set\",all,2,");
    }

    [Fact]
    public void Metrics_of_an_epoch_that_is_repeated_replace_the_old_ones()
    {
        var file = new MetricsFile(_folder["m.csv"]);
        file.Record(new("head", 1, 0.5, 0.25, 1, 0.1, 9));
        file.Record(new("head", 2, 0.5, 0.25, 1, 0.2, 9));
        new MetricsFile(_folder["m.csv"]).Record(new("head", 2, 0.5, 0.25, 1, 0.3, 5));
        File.ReadAllLines(_folder["m.csv"])[1..].Should().Equal("head,1,0.5,0.25,1,0.1,,,,,", "head,2,0.5,0.25,1,0.3,,,,,");
    }
}
