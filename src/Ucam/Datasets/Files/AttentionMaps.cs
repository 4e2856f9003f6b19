using System.Text.RegularExpressions;

namespace Ucam.Datasets.Files;

/// <summary>Folders of people's attention maps, named QUESTION_PERSON.png as VQA-HAT names them.</summary>
internal static partial class AttentionMaps
{
    /// <summary>Whether a file is named like a map.</summary>
    public static bool IsMap(string path) => MapName().IsMatch(Path.GetFileName(path));

    /// <summary>Adds each question's maps, by person; maps of other questions are issues.</summary>
    public static void Add(SourceBuilder builder, IReadOnlyDictionary<long, SourceQuestion> questions, string folder)
    {
        var maps = Directory.EnumerateFiles(folder, "*.png").Select(path => (Path: path, Name: MapName().Match(Path.GetFileName(path)))).Where(m => m.Name.Success)
            .Select(m => (m.Path, Question: long.Parse(m.Name.Groups[1].ValueSpan), Person: int.Parse(m.Name.Groups[2].ValueSpan)))
            .OrderBy(m => m.Question).ThenBy(m => m.Person);
        foreach (var group in maps.GroupBy(m => m.Question))
        {
            if (questions.TryGetValue(group.Key, out SourceQuestion? question)) question.Maps = [.. question.Maps, .. group.Select(m => m.Path)];
            else foreach (var map in group) builder.Issue(DataIssueKind.UnknownId, map.Path, "", $"there is no question {group.Key}");
        }
    }

    [GeneratedRegex(@"^(\d{1,18})_(\d{1,9})\.png$")]
    private static partial Regex MapName();
}
