using System.Globalization;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>What <see cref="VqaExporter"/> writes beside <c>SPLIT_questions.json</c>, found by its name and read where it is there.</summary>
internal static class VqaBeside
{
    private const string Suffix = "_questions.json";

    /// <summary>The name of a split's file; null where the questions file is not called so.</summary>
    public static string? File(string questionsPath, string ending) =>
        questionsPath.EndsWith(Suffix, StringComparison.Ordinal) ? questionsPath[..^Suffix.Length] + ending : null;

    /// <summary>The name of the split of a questions file; empty where it has none.</summary>
    public static string Split(string questionsPath) => Path.GetFileName(File(questionsPath, "") ?? "");

    /// <summary>Adds distributions, regions, attention maps and explanations to the questions of a file.</summary>
    /// <param name="builder">Where issues go.</param>
    /// <param name="byId">The questions.</param>
    /// <param name="questionsPath">Their file.</param>
    /// <param name="look">Whether every attention map is decoded to see whether it says anything.</param>
    /// <param name="truth">Another file of distributions; null for the one beside.</param>
    /// <param name="regions">Another folder of regions; null for the one beside.</param>
    public static void Add(SourceBuilder builder, Dictionary<long, SourceQuestion> byId, string questionsPath, bool look, string? truth = null,
        string? regions = null)
    {
        truth ??= Existing(File(questionsPath, "_truth.json"));
        regions ??= Folder(questionsPath, "regions");
        string? attention = Folder(questionsPath, "attention"), explanations = Existing(File(questionsPath, "_explanations.json"));
        if (truth is not null)
            foreach ((long id, var distribution) in VqaTruthFile.Read(truth, builder.Pool))
            {
                if (byId.TryGetValue(id, out SourceQuestion? question)) question.TrueDistribution = distribution;
                else builder.Issue(DataIssueKind.UnknownId, truth, id.ToString(CultureInfo.InvariantCulture), $"there is no question {id}");
            }
        if (regions is not null)
            foreach (SourceQuestion question in byId.Values.Where(q => q.Place.File == questionsPath))
                question.Region = new MaskRegion(Path.Combine(regions, question.Id + ".png"));
        if (attention is not null) AttentionMaps.Add(builder, byId, attention, look);
        if (explanations is not null) ExplanationsFile.Add(builder, byId, explanations);
    }

    /// <summary>The folder of a kind beside a questions file: <c>images/SPLIT</c>; null where it is not there.</summary>
    public static string? Folder(string questionsPath, string kind)
    {
        if (File(questionsPath, "") is not { } stem) return null;
        string folder = Path.Combine(Path.GetDirectoryName(stem) ?? "", kind, Path.GetFileName(stem));
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? Existing(string? path) => System.IO.File.Exists(path) ? path : null;
}
