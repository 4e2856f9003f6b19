using System.Text.Json;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>
/// Writes a set in the public VQA v2 layout: <c>images/SPLIT/</c>, <c>SPLIT_questions.json</c>, <c>SPLIT_annotations.json</c>,
/// <c>SPLIT_truth.json</c> (question_id → distribution, entropy in nats, best attainable accuracy), <c>SPLIT_explanations.json</c>,
/// <c>SPLIT_doubt.json</c> with the masks of <c>doubt/SPLIT/</c> where the set knows what makes its answers doubtful, <c>regions/SPLIT/</c>
/// and <c>attention/SPLIT/</c> (brightest where the person looked most). The layout is that of Goyal et al.,
/// CVPR 2017, visualqa.org; a question's "source" is what the files it was read from call it,
/// "image_source" what they call its picture.
/// </summary>
internal static class VqaExporter
{
    /// <summary>Exports a whole set.</summary>
    /// <param name="set">The set; its items must be labelled.</param>
    /// <param name="directory">Where to write; made if it is not there. Files of a former export of the same set are replaced, others are
    /// refused.</param>
    /// <param name="split">Name of the split, a single file name part.</param>
    /// <param name="options">What to write beside; null for the defaults.</param>
    /// <param name="progress">Told after each picture.</param>
    /// <param name="cancel">Stops between files; every file on disk is whole.</param>
    /// <exception cref="UcamException">A file cannot be written, is there already and not of a former export, or a name is not allowed.</exception>
    public static void Export(IVqaSet set, string directory, string split, VqaExportOptions? options = null,
        IProgress<VqaExportProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(directory);
        options ??= new VqaExportOptions();
        Check(split, options);
        try
        {
            (string Path, Action<Stream> Write)[] files =
                [.. Files(set, split, options, cancel).Select(f => (Path.Combine(directory, split + f.Ending), AsObject(f.Write)))];
            var pictures = new VqaPictureWriter(set, directory, split, options);
            var check = new VqaExportCheck(directory, split, options.Sources.Count > 0 ? options.Sources : [set.Name]);
            check.Require(files, set, pictures);
            VqaExportRecord record = check.Begin();
            WritePictures(set, pictures, progress, cancel);
            foreach ((string path, Action<Stream> write) in files)
            {
                VqaFiles.Write(path, write);
                record.Add(path);
                record.Write(directory, split);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UcamException($"{directory} cannot be written: {FileProblem.Reason(e)}; check free space and permissions.", e)
            { File = directory };
        }
    }

    /// <summary>The JSON files of a set, without a folder and without pictures: what each is called behind the split's name, and its text.</summary>
    /// <exception cref="UcamException">An item is not labelled.</exception>
    public static IEnumerable<(string Ending, Action<Stream> Write)> Texts(IVqaSet set, string split, VqaExportOptions options) =>
        Files(set, split, options, CancellationToken.None).Select(file => (file.Ending, AsObject(file.Write)));

    private static void Check(string split, VqaExportOptions options)
    {
        foreach (var (name, field) in new[] { (split, "split"), (options.ImagePrefix + "0", nameof(options.ImagePrefix)) })
            if (string.IsNullOrWhiteSpace(name) || name.AsSpan().ContainsAny(['/', '\\', '\0']) || name is "." or "..")
                throw new UcamException($"\"{name}\" cannot be part of a file name; give letters, digits, - and _.") { Field = field };
        if (options.MapSize is < 1 or > 1024)
            throw new UcamException($"A map of {options.MapSize} pixels is out of range; give 1 to 1024.") { Field = nameof(options.MapSize) };
    }

    private static void WritePictures(IVqaSet set, VqaPictureWriter files, IProgress<VqaExportProgress>? progress, CancellationToken cancel)
    {
        int done = 0;
        ParallelLoop.For(set.PictureCount, picture =>
        {
            files.Write(picture, cancel);
            progress?.Report(new VqaExportProgress(Interlocked.Increment(ref done), set.PictureCount));
        }, cancel);
    }

    /// <summary>The JSON files of a set: how each is called behind the split's name, and what it holds.</summary>
    private static IEnumerable<(string Ending, Action<Utf8JsonWriter> Write)> Files(IVqaSet set, string split, VqaExportOptions options,
        CancellationToken cancel)
    {
        yield return ("_questions.json", json => Questions(json, set, split, options.License, cancel));
        if (!options.AllowUnlabelled || set.Items.Any(i => i.Answers.Count > 0))
            yield return ("_annotations.json", json => Annotations(json, set, split, options.License, cancel));
        if (set.Items.Any(i => i.TrueDistribution is not null))
            yield return ("_truth.json", json => Each(json, set, VqaTruthFile.WriteOne, cancel));
        if (set.Items.Any(i => i.Explanations.Count > 0))
            yield return ("_explanations.json", json => Each(json, set, ExplanationsFile.Write, cancel));
        if (set is IDoubtTruth doubt)
            yield return ("_doubt.json", json => Doubts(json, set, doubt, cancel));
    }

    private static Action<Stream> AsObject(Action<Utf8JsonWriter> write) => stream =>
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    };

    private static void Questions(Utf8JsonWriter json, IVqaSet set, string split, string license, CancellationToken cancel)
    {
        VqaHeader.Write(json, set, split, license, questions: true);
        json.WriteStartArray("questions");
        foreach (var item in set.Items)
        {
            json.WriteStartObject();
            json.WriteNumber("image_id", item.ImageId);
            json.WriteString("question", item.Question);
            json.WriteNumber("question_id", item.QuestionId);
            if (item.Source is not null) json.WriteString("source", item.Source);
            if (item.ImageSource is not null) json.WriteString("image_source", item.ImageSource);
            json.WriteEndObject();
            VqaFiles.FlushLarge(json, cancel);
        }
        json.WriteEndArray();
    }

    private static void Annotations(Utf8JsonWriter json, IVqaSet set, string split, string license, CancellationToken cancel)
    {
        VqaHeader.Write(json, set, split, license, questions: false);
        json.WriteStartArray("annotations");
        Each(json, set, VqaHeader.WriteAnnotation, cancel);
        json.WriteEndArray();
    }

    private static void Doubts(Utf8JsonWriter json, IVqaSet set, IDoubtTruth doubt, CancellationToken cancel)
    {
        for (int i = 0; i < set.Items.Count; i++)
        {
            VqaDoubtFile.WriteOne(json, set.Items[i], doubt.DoubtOf(i));
            VqaFiles.FlushLarge(json, cancel);
        }
    }

    private static void Each(Utf8JsonWriter json, IVqaSet set, Action<Utf8JsonWriter, VqaItem> write, CancellationToken cancel)
    {
        foreach (var item in set.Items)
        {
            write(json, item);
            VqaFiles.FlushLarge(json, cancel);
        }
    }
}
