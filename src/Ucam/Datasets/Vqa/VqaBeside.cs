using Ucam.Datasets.Files;

namespace Ucam.Datasets.Vqa;

/// <summary>What <see cref="VqaExporter"/> writes beside <c>SPLIT_questions.json</c>, found by its name and read where it is there.</summary>
internal static class VqaBeside
{
    private const string Suffix = "_questions.json";

    /// <summary>The name of a split's file; null where the questions file is not called so.</summary>
    public static string? File(string questionsPath, string ending) =>
        questionsPath.EndsWith(Suffix, StringComparison.Ordinal) ? questionsPath[..^Suffix.Length] + ending : null;

    /// <summary>Adds distributions, regions, attention maps and explanations to the questions of a file.</summary>
    /// <param name="builder">Holds the questions.</param>
    /// <param name="questionsPath">Their file.</param>
    /// <param name="truth">Another file of distributions; null for the one beside.</param>
    /// <param name="regions">Another folder of regions; null for the one beside.</param>
    public static void Add(SourceBuilder builder, string questionsPath, string? truth = null, string? regions = null)
    {
        truth ??= Existing(File(questionsPath, "_truth.json"));
        regions ??= Folder(questionsPath, "regions");
        string? attention = Folder(questionsPath, "attention"), explanations = Existing(File(questionsPath, "_explanations.json"));
        if (truth is null && regions is null && attention is null && explanations is null) return;
        Dictionary<long, SourceQuestion> byId = VqaSource.ById(builder);
        if (truth is not null)
            foreach ((long id, var distribution) in VqaTruthFile.Read(truth, builder.Pool))
                if (byId.TryGetValue(id, out SourceQuestion? question)) question.TrueDistribution = distribution;
        if (regions is not null)
            foreach (SourceQuestion question in byId.Values.Where(q => q.Place.File == questionsPath)) question.Region = new MaskRegion(Path.Combine(regions, question.Id + ".png"));
        if (attention is not null) AttentionMaps.Add(builder, byId, attention);
        if (explanations is not null) ExplanationsFile.Add(builder, byId, explanations);
    }

    private static string? Folder(string questionsPath, string kind)
    {
        if (File(questionsPath, "") is not { } stem) return null;
        string folder = Path.Combine(Path.GetDirectoryName(stem) ?? "", kind, Path.GetFileName(stem));
        return Directory.Exists(folder) ? folder : null;
    }

    private static string? Existing(string? path) => System.IO.File.Exists(path) ? path : null;
}
