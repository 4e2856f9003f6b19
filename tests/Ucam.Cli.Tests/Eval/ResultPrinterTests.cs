using Ucam.Cli.Eval;
using Ucam.Vqa;

namespace Ucam.Cli.Tests.Eval;

public class ResultPrinterTests
{
    private static readonly string[] Sets =
        ["scenes-test", "scenes-test-blur", "scenes-test-combinations", "scenes-test-crowded", "scenes-test-wrong-picture",
            "v2_OpenEnded_mscoco_val2014_questions"];

    private static SummaryLine Line(string name) => new()
    {
        Name = name,
        Questions = 214_354,
        Accuracy = 0.5432,
        Attainable = 0.9,
        Predictive = 1.234,
        Aleatoric = 1.0,
        Epistemic = 0.234,
        Auroc = 0.8765,
        AttentionRatio = 2.5
    };

    private static EvaluationSummary Summary() => new()
    {
        Overall = Line("all"),
        Families = [Line("colour"), Line("what color is the [large] thing")],
        Aurc = 0.2345,
        ExcessAurc = 0.0123,
        Ece = 0.0456,
        Nll = 12.3456,
        HumanSpearman = -0.567,
        Distance = 10.987,
    };

    private static string[] Print() => Print(Summary());

    private static string[] Print(EvaluationSummary summary)
    {
        TextWriter before = Console.Out;
        using var written = new StringWriter();
        try
        {
            Console.SetOut(written);
            ResultPrinter.Print([.. Sets.Select(s => (s, summary))], 0.31);
        }
        finally
        {
            Console.SetOut(before);
        }
        return written.ToString().Split('\n');
    }

    [Fact]
    public void No_line_is_wider_than_80_columns() => Print().Should().OnlyContain(l => l.TrimEnd().Length <= 80);

    [Fact]
    public void A_set_is_named_on_one_line_in_each_table()
    {
        foreach (string set in Sets[..5]) Print().Count(l => l.StartsWith($" {set} ", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    public void A_long_name_keeps_both_its_ends()
    {
        ResultPrinter.Short("v2_OpenEnded_mscoco_val2014_questions", 25).Should().Be("v2_OpenEnded…14_questions").And.HaveLength(25);
        ResultPrinter.Short("scenes-test-wrong-picture", 25).Should().Be("scenes-test-wrong-picture");
    }

    [Theory]
    [InlineData("accuracy", "54.3")]
    [InlineData("AUROC", "0.876")]
    [InlineData("AURC", "0.23")]
    [InlineData("ECE", "0.046")]
    [InlineData("NLL", "12.346")]
    [InlineData("people", "-0.567")]
    public void Every_measure_has_its_heading_and_its_number(string heading, string number)
    {
        string[] lines = Print();
        lines.Should().Contain(l => l.Contains("set ") && l.Contains($" {heading}"));
        lines.Should().Contain(l => l.Contains("scenes-test ") && l.Contains(number));
    }

    [Fact]
    public void What_is_not_known_is_a_dash()
    {
        string[] lines = Print(Summary() with { Ece = double.NaN, Overall = Line("all") with { Auroc = double.NaN } });
        lines.Should().Contain(l => l.StartsWith(" scenes-test ") && l.Contains(" - "));
        lines.Should().NotContain(l => l.Contains("NaN"));
    }

    [Fact]
    public void Families_and_the_blind_model_follow_for_the_first_set()
    {
        string[] lines = Print();
        lines.Should().Contain("scenes-test by family").And.Contain(l => l.StartsWith(" colour "))
            .And.Contain(l => l.StartsWith(" what colo…rge] thing "));
        lines.Should().Contain(l => l.StartsWith("blind model (question only) on scenes-test: accuracy 31.0"));
    }
}
