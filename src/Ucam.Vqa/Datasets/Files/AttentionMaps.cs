using System.Globalization;
using System.Text.RegularExpressions;
using Ucam.Imaging;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>Folders of people's attention maps, named QUESTION_PERSON.png as VQA-HAT names them.</summary>
internal static partial class AttentionMaps
{
    private sealed record Map(string Path, long Question, int Person)
    {
        public string? Problem { get; set; }
    }

    /// <summary>Whether a folder holds maps.</summary>
    public static bool IsFolder(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(f => PictureIndex.IsPicture(f) && MapName().IsMatch(Path.GetFileName(f)));

    /// <summary>Adds each question's maps, by person; pictures that are no maps and maps of other questions are issues.</summary>
    /// <param name="builder">Where issues go.</param>
    /// <param name="questions">The questions by their ids.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="look">Whether every map is decoded to see whether it says anything; else only its name is looked at.</param>
    public static void Add(SourceBuilder builder, IReadOnlyDictionary<long, SourceQuestion> questions, string folder, bool look)
    {
        List<Map> maps = List(builder, folder);
        if (look)
        {
            Map[] wanted = [.. maps.Where(m => questions.ContainsKey(m.Question))];
            ParallelLoop.For(wanted.Length, i => wanted[i].Problem = Problem(wanted[i].Path));
        }
        foreach (var group in maps.GroupBy(m => m.Question))
        {
            if (!questions.TryGetValue(group.Key, out SourceQuestion? question))
                foreach (Map map in group) builder.Issue(DataIssueKind.UnknownId, map.Path, "", $"there is no question {group.Key}");
            else
            {
                foreach (Map map in group.Where(m => m.Problem is not null)) builder.Issue(DataIssueKind.UnusableMap, map.Path, "", map.Problem!);
                question.Maps = [.. question.Maps, .. group.Where(m => m.Problem is null).Select(m => m.Path)];
            }
        }
    }

    private static List<Map> List(SourceBuilder builder, string folder)
    {
        List<Map> maps = [];
        foreach (string path in Directory.EnumerateFiles(folder).Where(PictureIndex.IsPicture).Order(StringComparer.Ordinal))
        {
            Match name = MapName().Match(Path.GetFileName(path));
            if (!name.Success) builder.Issue(DataIssueKind.UnusableMap, path, "", "a map is named QUESTION_PERSON.png, both numbers; rename it");
            else if (!Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
                builder.Issue(DataIssueKind.UnusableMap, path, "", "the map is not a PNG; save it as one");
            else maps.Add(new Map(path, long.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(name.Groups[2].ValueSpan, CultureInfo.InvariantCulture)));
        }
        return [.. maps.OrderBy(m => m.Question).ThenBy(m => m.Person)];
    }

    private static string? Problem(string path)
    {
        try
        {
            // A grid of one cell is the map's mean, by the rule that reads its cells.
            return GreyMask.Cells(Picture.Load(path), 1, 1)[0, 0] > 0 ? null : "the map is empty: it is black everywhere";
        }
        catch (PictureException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    [GeneratedRegex(@"^(\d{1,18})_(\d{1,9})\.\w+$")]
    private static partial Regex MapName();
}
