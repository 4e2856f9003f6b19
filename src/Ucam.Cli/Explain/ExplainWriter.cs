using System.Globalization;
using Ucam.Cli.Paths;
using Ucam.Studies;
using Ucam.Studies.Reports;
using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Cli.Explain;

/// <summary>What is written.</summary>
/// <param name="Sheet">The contact sheet, or the folder of several.</param>
/// <param name="Arrays">The raw maps; null for none.</param>
/// <param name="Table">The numbers; null for none.</param>
internal sealed record ExplainFiles(string Sheet, string? Arrays, string? Table);

/// <summary>Writes what was found: a sheet a picture as they come, the arrays and the table at the end.</summary>
internal sealed class ExplainWriter(ExplainFiles files, bool several, ExplainSettings settings)
{
    // Below this two dropout passes hardly give the same map.
    private const double Reliable = 0.5;

    private readonly List<(string Stem, ExplainResult Result)> _results = [];
    private readonly HashSet<string> _stems = new(StringComparer.OrdinalIgnoreCase);

    public void Add(ExplainResult result)
    {
        string name = Path.GetFileNameWithoutExtension(result.File), stem = name;
        for (int n = 2; !_stems.Add(stem); n++) stem = $"{name}-{n}";
        _results.Add((stem, result));
        string path = several ? Path.Combine(files.Sheet, stem + ".png") : files.Sheet;
        if (result.Maps.Count > 0) Sheet(result).Save(Output.WithFolder(path));
        ExplainPrinter.Print(result, several, path);
    }

    private Picture Sheet(ExplainResult result) =>
        ContactSheet.Render(result.Shown, [.. result.Maps.Select(map => Panel(map, result.Target.It))], new ContactSheetOptions
        {
            Title = Path.GetFileName(result.File),
            Heading = result.Heading,
            Answer = result.Answer,
            Subtitle = (result.Note is { } note ? $"! {note} " : "") + $"{result.Model}: {result.Target.Title}"
                + (result.Stopped is { } stopped ? $"; {stopped}" : ""),
            Colours = settings.Colours,
            Contours = settings.Contours,
        });

    public void Finish()
    {
        if (!_results.Exists(one => one.Result.Maps.Count > 0)) return;
        if (files.Arrays is { } arrays) WriteArrays(Output.WithFolder(arrays));
        if (files.Table is { } table) AtomicFile.WriteText(Output.WithFolder(table), Table());
    }

    private static SheetPanel Panel(ExplainedMap map, string it)
    {
        string range = $"{map.Entry.Name}: {Range(map)}";
        var panel = new SheetPanel(MapLabel.Title(map.Entry, it), map.Map, range)
        { Note = MapLabel.Note(map.Map) };
        if (map.Spread is not { } spread || map.Map.IsNothing) return panel;
        string agreement = FormattableString.Invariant($"{spread.Passes} passes agree {spread.Agreement:F2}").Replace('-', '−');
        bool doubtful = spread.Agreement < Reliable;
        return panel with { Note = doubtful ? $"unreliable: {agreement}" : agreement, IsWarning = doubtful };
    }

    private static string Range(ExplainedMap map)
    {
        (double low, double high) = (map.Numbers["lowest"], map.Numbers["highest"]);
        // What is small beside the other end is none to the eye.
        const double visible = 1e-4;
        double Seen(double value) => Math.Abs(value) < visible * Math.Max(Math.Abs(low), Math.Abs(high)) ? 0 : value;
        return FormattableString.Invariant($"{Seen(low):G3} to {Seen(high):G3} {map.Unit}").TrimEnd().Replace('-', '−');
    }

    private void WriteArrays(string path)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<(string, Tensor)>();
        var facts = new Dictionary<string, string> { ["seed"] = settings.Seed.ToString(CultureInfo.InvariantCulture) };
        foreach ((string stem, ExplainResult result) in _results)
        {
            facts[$"{stem}.file"] = result.File;
            facts[$"{stem}.asked"] = result.Heading;
            facts[$"{stem}.model"] = result.Model;
            facts[$"{stem}.target"] = result.Target.Title;
            if (result.Stopped is { } stopped) facts[$"{stem}.stopped"] = stopped;
            if (result.Note is { } note) facts[$"{stem}.note"] = note;
            if (result.Assumptions.Count > 0) facts[$"{stem}.assumptions"] = string.Join("; ", result.Assumptions);
            foreach (ExplainedMap map in result.Maps)
            {
                string name = $"{stem}.{map.Entry.Name}";
                facts[$"{name}.unit"] = map.Unit;
                tensors.Add((name, tensor(map.Raw.Values)));
                if (map.Spread is not { } spread) continue;
                tensors.Add(($"{name}.mean", tensor(spread.Mean)));
                tensors.Add(($"{name}.deviation", tensor(spread.Deviation)));
            }
        }
        SafetensorsWriter.Write(path, facts, tensors);
    }

    private string Table()
    {
        string[] columns = [.. _results.SelectMany(one => one.Result.Maps).First().Numbers.Keys];
        var text = new CsvText(["picture", "model", "target", "map", "unit", .. columns]);
        foreach ((_, ExplainResult result) in _results)
            foreach (ExplainedMap map in result.Maps)
            {
                text.Text(result.File).Text(result.Model).Text(result.Target.Title).Text(map.Entry.Name).Text(map.Unit);
                foreach (string column in columns) text.Number(map.Numbers[column].ToString("G9", CultureInfo.InvariantCulture));
                text.EndRow();
            }
        return text.ToString();
    }
}
