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
    /// <param name="questions">The question that all pictures are asked, or those of a table.</param>
    /// <param name="files">The pictures; those that cannot be read do not count.</param>
    /// <exception cref="UsageException">There is no such model.</exception>
    /// <exception cref="UcamException">A question is unusable.</exception>
    public ModelChoice(string? name, IReadOnlyList<string> questions, IReadOnlyList<string> files)
    {
        if (name is null && ModelStore.Shipped.Count == 0) throw new UcamException("No model is shipped with this build; give one with --model.");
        _names = name is not null ? [name] : ModelStore.Shipped;
        try
        {
            foreach (string each in _names) _models.Add(ModelStore.Load(each));
            Chosen = Choose(questions, files);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The model that answers.</summary>
    public VqaModel Chosen { get; }

    /// <summary>The file of the model that answers.</summary>
    public string File => ModelStore.PathOf(_names[_models.IndexOf(Chosen)]);

    /// <summary>The model's answer, whose note says first what no other model knows better.</summary>
    public Answer Ask(Picture picture, string question, AskOptions options) => Noted(picture, Chosen.Ask(picture, question, options));

    /// <summary>The same of an answer of the model that was chosen.</summary>
    public Answer Noted(Picture picture, Answer answer) => ModelPick.Noted(answer, Chosen,
        [.. _models.Select((model, i) => (model, _names[i], $"--model {_names[i]}"))], model => model.Unusual(picture));

    public void Dispose()
    {
        foreach (VqaModel model in _models) model.Dispose();
    }

    private VqaModel Choose(IReadOnlyList<string> questions, IReadOnlyList<string> files)
    {
        int step = (files.Count + Looked - 1) / Looked;
        var pictures = new Lazy<Picture[]>(() => [.. files.Where((_, i) => i % step == 0).Select(Readable).OfType<Picture>()]);
        return ModelPick.Of(_models, questions, model => pictures.Value.Sum(picture => model.Unusual(picture)));
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
