using Ucam.Imaging;

namespace Ucam.Datasets.Vqa;

/// <summary>
/// A set in the public VQA layout (v2, and v1 OpenEnded): a questions file, an annotations file and a folder of pictures whose
/// names end in the picture's number. Written by <see cref="VqaExporter"/> or downloaded. Pictures are decoded when asked for.
/// </summary>
public sealed class VqaDirectorySet : IVqaSet, IRegionTruth
{
    private readonly string[] _pictures;
    private readonly VqaItem[] _items;
    private readonly string? _regions;

    private VqaDirectorySet(string name, string[] pictures, VqaItem[] items, string? regions) =>
        (Name, _pictures, _items, _regions) = (name, pictures, items, regions);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int PictureCount => _pictures.Length;

    /// <inheritdoc/>
    public IReadOnlyList<VqaItem> Items => _items;

    /// <summary>Reads the questions and the annotations and finds every picture.</summary>
    /// <param name="questionsJson">The questions file.</param>
    /// <param name="annotationsJson">The annotations file; null for a set without answers.</param>
    /// <param name="imagesDir">The folder of the pictures (png, jpg, jpeg, webp, bmp or gif), not searched below its first level.</param>
    /// <param name="truthJson">
    /// The true answer distributions as <see cref="VqaExporter"/> writes them; null takes <c>…_truth.json</c> beside
    /// <c>…_questions.json</c> if it is there.
    /// </param>
    /// <param name="regionsDir">Masks of the deciding regions, named by question_id; null for none.</param>
    /// <exception cref="UcamException">A file cannot be read or is malformed, a question has no annotation or no picture.</exception>
    public static VqaDirectorySet Open(string questionsJson, string? annotationsJson, string imagesDir, string? truthJson = null, string? regionsDir = null)
    {
        ArgumentNullException.ThrowIfNull(questionsJson);
        ArgumentNullException.ThrowIfNull(imagesDir);
        Dictionary<string, string> shared = [];
        var questions = VqaQuestionsFile.Read(questionsJson, shared);
        var annotations = annotationsJson is null ? null : VqaAnnotationsFile.Read(annotationsJson, shared);
        truthJson ??= VqaTruthFile.Beside(questionsJson) is { } beside && File.Exists(beside) ? beside : null;
        var truth = truthJson is null ? null : VqaTruthFile.Read(truthJson, shared);
        if (regionsDir is not null && !Directory.Exists(regionsDir))
            throw new UcamException($"{regionsDir} is not a folder; give the folder that holds the region masks.") { File = regionsDir };
        var (numbers, pictures) = Find(questions, questionsJson, imagesDir);
        var items = new VqaItem[questions.Count];
        for (int i = 0; i < items.Length; i++)
            items[i] = Join(questions[i], annotations, annotationsJson, numbers[questions[i].ImageId]) with
            {
                TrueDistribution = truth?.GetValueOrDefault(questions[i].QuestionId),
            };
        return new VqaDirectorySet(Path.GetFileNameWithoutExtension(questionsJson), pictures, items, regionsDir);
    }

    /// <inheritdoc/>
    /// <exception cref="UcamException">The file cannot be read or is not a picture.</exception>
    public Picture LoadPicture(int picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, _pictures.Length);
        return Picture.Load(_pictures[picture]);
    }

    /// <inheritdoc/>
    /// <remarks>From the mask of the question, white where the region is; null where there is no mask.</remarks>
    public float[,]? Region(int item, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, _items.Length);
        if (_regions is null) return null;
        string path = Path.Combine(_regions, _items[item].QuestionId + ".png");
        return File.Exists(path) ? VqaMask.Cells(Picture.Load(path), rows, columns) : null;
    }

    private static (Dictionary<long, int> Numbers, string[] Pictures) Find(List<VqaQuestion> questions, string questionsJson, string folder)
    {
        var files = PictureFiles.ByNumber(folder, out var doubled);
        Dictionary<long, int> numbers = [];
        List<string> pictures = [];
        for (int i = 0; i < questions.Count; i++)
        {
            long id = questions[i].ImageId;
            if (numbers.ContainsKey(id)) continue;
            if (!files.TryGetValue(id, out string? path))
                throw new UcamException($"{folder} holds no picture whose name ends in {id} (image_id of question {questions[i].QuestionId}); add it or drop its questions.") { File = questionsJson, Field = $"questions[{i}].image_id" };
            if (doubled.Contains(id))
                throw new UcamException($"{folder} holds two pictures whose names end in {id}; keep one.") { File = path, Field = $"questions[{i}].image_id" };
            numbers[id] = pictures.Count;
            pictures.Add(path);
        }
        return (numbers, [.. pictures]);
    }

    private static VqaItem Join(VqaQuestion question, Dictionary<long, VqaAnnotation>? annotations, string? path, int picture)
    {
        var item = new VqaItem { QuestionId = question.QuestionId, ImageId = question.ImageId, Picture = picture, Question = question.Text };
        if (annotations is null) return item;
        if (!annotations.TryGetValue(question.QuestionId, out var annotation))
            throw new UcamException($"{path}: question {question.QuestionId} has no annotation; give the annotations of the same split.") { File = path, Field = "question_id" };
        if (annotation.ImageId is { } image && image != question.ImageId)
            throw new UcamException($"{path}: the annotation of question {question.QuestionId} is about picture {image}, the question about {question.ImageId}; give matching files.") { File = path, Field = "image_id" };
        return item with { Answers = annotation.Answers, QuestionType = annotation.QuestionType, AnswerType = annotation.AnswerType };
    }
}
