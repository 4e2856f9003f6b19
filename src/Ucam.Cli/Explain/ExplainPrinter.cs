using Spectre.Console;
using Ucam.Cli.Ask;
using Ucam.Cli.Eval;
using Ucam.Studies.Reports;

namespace Ucam.Cli.Explain;

/// <summary>Prints what was found about a picture.</summary>
internal static class ExplainPrinter
{
    public static void Print(ExplainResult result, bool several, string sheet)
    {
        if (several) Console.Out.WriteLine(result.File);
        if (result.Note is { } note) Console.Out.WriteLine("! " + note);
        Console.Out.WriteLine($"{result.Model}, {result.Target.Title} ({result.Target.Unit})");
        if (result.Answer is { } answer)
            foreach ((int at, string line) in AnswerText.Lead(answer).Index()) Console.Out.WriteLine((at == 0 ? "  answer: " : "  ") + line);
        foreach (LeadingClass one in result.Leading) Console.Out.WriteLine($"  {Share(one.Probability),5}  {one.Name}");
        string[] doubt = result.Answer is { } told ? [DoubtWords.Doubt(told), .. AnswerText.Shares(told)] : [];
        foreach (string line in doubt) Console.Out.WriteLine("  " + line);
        foreach (string assumed in result.Assumptions) Console.Out.WriteLine("  " + assumed);
        if (result.Maps.Count > 0) Maps(result, sheet);
        if (result.Further is { } further) Console.Out.WriteLine($"{(result.Maps.Count > 0 ? "" : "no map of it costs one pass; ")}{further}");
    }

    private static void Maps(ExplainResult result, string sheet)
    {
        string[] names = [.. result.Maps[0].Numbers.Keys.Skip(2)];
        Table maps = ResultPrinter.Columns(["map", "grid", .. names, "unit"]);
        foreach (ExplainedMap map in result.Maps)
            ResultPrinter.Row(maps,
                [map.Entry.Name, $"{map.Numbers["rows"]}×{map.Numbers["columns"]}", .. names.Select(name => Number(map.Numbers[name])), map.Unit]);
        IAnsiConsole console = ResultPrinter.CreateConsole();
        console.Write(maps);
        if (result.Maps.Where(map => map.Map.IsNothing).Select(map => map.Entry.Name).ToArray() is { Length: > 0 } empty)
            Console.Out.WriteLine($"  next to nothing to see in {string.Join(", ", empty)}");
        if (result.Stopped is { } stopped) Console.Out.WriteLine($"  {stopped}");
        foreach (ExplainedMap map in result.Maps)
            if (map.Raw.SumError is { } error) Console.Out.WriteLine("  " + Sum(map, error));
        if (names.Contains("agreement"))
            Console.Out.WriteLine("  agreement: mean rank correlation of two dropout passes' maps; deviation: their spread, of maps in [0,1]");
        if (result.Words.Count > 0) console.Write(Words(result));
        Console.Out.WriteLine($"sheet: {sheet}");
    }

    // A map that promises a sum says how well it keeps it.
    private static string Sum(ExplainedMap map, double error) => FormattableString.Invariant(
        $"{map.Entry.Name} adds up to within {100 * error:0.0##} %{(error > 0.01 ? ", which is more than it promises: take it as a picture" : "")}");

    private static Table Words(ExplainResult result)
    {
        Table words = ResultPrinter.Columns("word", $"gradient × input ({result.Target.Unit})", $"fall when erased ({result.Target.Unit})");
        foreach (WordShare share in result.Words) ResultPrinter.Row(words, share.Word, Number(share.GradientTimesInput), Number(share.Erasure));
        return words;
    }

    private static string Share(double probability) =>
        probability < 0.995 ? probability.ToString("P0", System.Globalization.CultureInfo.InvariantCulture) : "> 99 %";

    /// <summary>A number of the tables to three digits; 0 has no sign.</summary>
    internal static string Number(double value) =>
        double.IsFinite(value) ? (value + 0.0).ToString("G3", System.Globalization.CultureInfo.InvariantCulture) : "-";
}
