using Ucam.Cli.Usage;
using Ucam.Imaging;
using Ucam.Vqa;
using Ucam.Vqa.Models;

namespace Ucam.Cli.ModelLookup;

/// <summary>
/// The model that was named, or one of the shipped ones for all pictures of a run: that which knows most words of the question, and of
/// several such the one to which the pictures are most familiar.
/// </summary>
internal sealed class ModelChoice : IDisposable
{
    /// <summary>So many pictures of a long list are looked at, from all over it.</summary>
    private const int Looked = 16;

    private readonly IReadOnlyList<string> _names;
    // Loaded when they are needed: most questions are decided by their words, which stand in the files' headers.
    private readonly Lazy<VqaModel>[] _models;
    private readonly int _chosen;

    /// <summary>Loads the model, or that of the shipped ones which is chosen.</summary>
    /// <param name="name">A name or path; null to choose.</param>
    /// <param name="questions">The question that all pictures are asked, or those of a table.</param>
    /// <param name="files">The pictures; those that cannot be read do not count.</param>
    /// <exception cref="UsageException">There is no such model.</exception>
    /// <exception cref="UcamException">A question is unusable.</exception>
    public ModelChoice(string? name, IReadOnlyList<string> questions, IReadOnlyList<string> files)
    {
        if (name is null && ModelStore.Shipped.Count == 0) throw new UcamException("No model is shipped with this build; give one with --model.");
        _names = name is not null ? [name] : ModelStore.Shipped;
        _models = [.. _names.Select(each => new Lazy<VqaModel>(() => ModelStore.Load(each)))];
        try
        {
            _chosen = Choose(questions, files);
            _ = Chosen;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The model that answers.</summary>
    public VqaModel Chosen => _models[_chosen].Value;

    /// <summary>The file of the model that answers.</summary>
    public string File => ModelStore.PathOf(_names[_chosen]);

    /// <summary>The model's answer, whose note says first what no other model knows better.</summary>
    public Answer Ask(Picture picture, string question, AskOptions options) => Noted(picture, Chosen.Ask(picture, question, options));

    /// <summary>The same of an answer of the model that was chosen.</summary>
    public Answer Noted(Picture picture, Answer answer) => ModelPick.Noted(answer, Chosen,
        [.. _names.Select((name, i) => (name, $"--model {name}", i == _chosen ? (Func<double>?)null : () => _models[i].Value.Unusual(picture)))]);

    public void Dispose()
    {
        foreach (Lazy<VqaModel> model in _models.Where(model => model.IsValueCreated)) model.Value.Dispose();
    }

    private int Choose(IReadOnlyList<string> questions, IReadOnlyList<string> files)
    {
        if (_names.Count == 1) return 0;
        int[] knowing = ModelPick.Knowing([.. _names.Select(each => Checkpoint.ReadWords(ModelStore.PathOf(each)))], questions);
        if (knowing.Length == 1) return knowing[0];
        int step = (files.Count + Looked - 1) / Looked;
        Picture[] pictures = [.. files.Where((_, i) => i % step == 0).Select(Readable).OfType<Picture>()];
        return knowing.MinBy(i => pictures.Sum(picture => _models[i].Value.Unusual(picture)));
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
