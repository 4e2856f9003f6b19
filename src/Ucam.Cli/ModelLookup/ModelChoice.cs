using Ucam.Cli.Usage;
using Ucam.Imaging;
using Ucam.Vqa;

namespace Ucam.Cli.ModelLookup;

/// <summary>
/// The model that was named, or one of the shipped ones for all pictures of a run: that which knows most words of the question, and of
/// several such the one to which the pictures are most familiar.
/// </summary>
internal sealed class ModelChoice : IDisposable
{
    /// <summary>So many pictures of a long list are looked at, from all over it.</summary>
    private const int Looked = 16;

    private readonly List<VqaModel> _models = [];
    private readonly IReadOnlyList<string> _names;

    /// <summary>Loads the model, or all shipped ones to choose from.</summary>
    /// <param name="name">A name or path; null to choose.</param>
    /// <param name="question">The question that all pictures are asked.</param>
    /// <param name="files">The pictures; those that cannot be read do not count.</param>
    /// <exception cref="UsageException">There is no such model.</exception>
    /// <exception cref="UcamException">The question is unusable.</exception>
    public ModelChoice(string? name, string question, IReadOnlyList<string> files)
    {
        if (name is null && ModelStore.Shipped.Count == 0) throw new UcamException("No model is shipped with this build; give one with --model.");
        _names = name is not null ? [name] : ModelStore.Shipped;
        try
        {
            foreach (string each in _names) _models.Add(ModelStore.Load(each));
            Chosen = _models.Count == 1 ? _models[0] : Choose(question, files);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The model that answers.</summary>
    public VqaModel Chosen { get; }

    /// <summary>The model's answer, whose note says first what no other model knows better.</summary>
    public Answer Ask(Picture picture, string question, AskOptions options)
    {
        Answer answer = Chosen.Ask(picture, question, options);
        return answer with { Familiarity = Noted(answer.Familiarity, picture) };
    }

    /// <summary>What is said of a picture and a question, with how the other models that could have been chosen stand to them.</summary>
    private Familiarity Noted(Familiarity familiarity, Picture picture)
    {
        if (_models.Count == 1 || familiarity.Note is null) return familiarity;
        // The chosen model has looked at the picture already.
        bool words = familiarity.UnknownWords.Count > 0, strange = Chosen.Network.Familiarity is not { } known || familiarity.Distance > known.Limit;
        int better = strange ? _models.FindIndex(model => model != Chosen && model.Unusual(picture) <= 1) : -1;
        string[] unknown = [.. new[] { strange && better < 0 ? "such a picture" : null, words ? "all these words" : null }.OfType<string>()];
        string none = unknown.Length == 0 ? "" : $"None of the shipped models ({string.Join(", ", _names)}) knows {string.Join(" or ", unknown)}. ";
        string hint = better < 0 ? "" : $" To --model {_names[better]} the picture is familiar.";
        return familiarity with { Note = none + familiarity.Note + hint };
    }

    public void Dispose()
    {
        foreach (VqaModel model in _models) model.Dispose();
    }

    private VqaModel Choose(string question, IReadOnlyList<string> files)
    {
        int Unknown(VqaModel model) => model.Network.Words.Encode(question).UnknownWords.Distinct().Count();
        int fewest = _models.Min(Unknown);
        VqaModel[] candidates = [.. _models.Where(model => Unknown(model) == fewest)];
        if (candidates.Length == 1) return candidates[0];
        int step = (files.Count + Looked - 1) / Looked;
        Picture[] pictures = [.. files.Where((_, i) => i % step == 0).Select(Readable).OfType<Picture>()];
        return candidates.MinBy(model => pictures.Sum(picture => model.Unusual(picture)))!;
    }

    private static Picture? Readable(string file)
    {
        try
        {
            return Picture.Load(file);
        }
        catch (PictureException)
        {
            return null;
        }
    }
}
