using Ucam.Imaging;

namespace Ucam.Cli;

/// <summary>The model that was named, or for each picture the shipped one that finds it least unusual.</summary>
internal sealed class ModelChoice(string? name) : IDisposable
{
    private readonly List<VqaModel> _models = name is not null ? [ModelStore.Load(name)] : Shipped();

    public (VqaModel Model, Answer Answer) Ask(Picture picture, string question, AskOptions options)
    {
        VqaModel model = For(picture);
        return (model, model.Ask(picture, question, options));
    }

    /// <summary>The model where one was named; else the first of the shipped ones.</summary>
    public VqaModel First => _models[0];

    /// <summary>The model for a picture.</summary>
    public VqaModel For(Picture picture) => _models.Count == 1 ? _models[0] : _models.MinBy(m => m.Unusual(picture))!;

    private static List<VqaModel> Shipped()
    {
        if (ModelStore.Shipped.Count == 0) throw new UcamException("No model is shipped with this build; give one with --model.");
        return [.. ModelStore.Shipped.Select(ModelStore.Load)];
    }

    public void Dispose()
    {
        foreach (VqaModel model in _models) model.Dispose();
    }
}
