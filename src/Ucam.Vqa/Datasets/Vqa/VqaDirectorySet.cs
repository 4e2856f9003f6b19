using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>
/// A set in the public VQA layout (v2, and v1 OpenEnded): a questions file, an annotations file and a folder of pictures whose
/// names end in the picture's number. Written by <see cref="VqaExporter"/> or downloaded. Pictures are decoded when asked for.
/// </summary>
internal sealed class VqaDirectorySet : IVqaSet, IRegionTruth, IPeopleAttention, IPictureFiles
{
    private readonly FileSet _set;

    private VqaDirectorySet(FileSet set) => _set = set;

    /// <inheritdoc/>
    public string Name => _set.Name;

    /// <inheritdoc/>
    public int PictureCount => _set.PictureCount;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items => _set.Items;

    /// <summary>Reads the questions and the annotations and finds every picture.</summary>
    /// <param name="questionsJson">The questions file.</param>
    /// <param name="annotationsJson">The annotations file; null for a set without answers.</param>
    /// <param name="imagesDir">The folder of the pictures (png, jpg, jpeg, jpe, jfif, webp, bmp or gif), searched below its first level for those
    /// that are not on it.</param>
    /// <param name="truthJson">
    /// The true answer distributions as <see cref="VqaExporter"/> writes them; null takes <c>SPLIT_truth.json</c> beside
    /// <c>SPLIT_questions.json</c> if it is there.
    /// </param>
    /// <param name="regionsDir">Masks of the deciding regions, named by question_id; null takes <c>regions/SPLIT</c> beside the questions if it is
    /// there.</param>
    /// <remarks>People's maps in <c>attention/SPLIT</c> and <c>SPLIT_explanations.json</c> beside the questions are taken too.</remarks>
    /// <exception cref="UcamException">A file cannot be read or is malformed, or a question cannot be used: it has no annotation, no picture, no
    /// words, or its id is there twice.</exception>
    public static VqaDirectorySet Open(string questionsJson, string? annotationsJson, string imagesDir, string? truthJson = null,
        string? regionsDir = null)
    {
        ArgumentNullException.ThrowIfNull(questionsJson);
        ArgumentNullException.ThrowIfNull(imagesDir);
        if (regionsDir is not null && !Directory.Exists(regionsDir))
            throw new UcamException($"{regionsDir} is not a folder; give the folder that holds the region masks.") { File = regionsDir };
        var builder = new SourceBuilder(Path.GetFileNameWithoutExtension(questionsJson), new PictureIndex([imagesDir]));
        Dictionary<long, SourceQuestion> byId = VqaSource.Read(builder, [questionsJson], annotationsJson is null ? [] : [annotationsJson]);
        VqaBeside.Add(builder, byId, questionsJson, look: false, truthJson, regionsDir);
        FileSet set = builder.Build(out DataReport report);
        report.Require();
        return new VqaDirectorySet(set);
    }

    string? IPictureFiles.PictureFile(int picture) => _set.PictureFile(picture);

    /// <inheritdoc/>
    /// <exception cref="UcamException">The file cannot be read or is not a picture.</exception>
    public Picture LoadPicture(int picture) => _set.LoadPicture(picture);

    /// <inheritdoc/>
    /// <remarks>From the mask of the question, white where the region is; null where there is no mask.</remarks>
    public float[,]? Region(int item, int rows, int columns) => _set.Region(item, rows, columns);

    /// <inheritdoc/>
    /// <remarks>From the question's maps, brightest where the person looked most; empty where there are none.</remarks>
    public IReadOnlyList<float[,]> PeopleMaps(int item, int rows, int columns) => _set.PeopleMaps(item, rows, columns);
}
