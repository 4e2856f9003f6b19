using Microsoft.Extensions.Logging;
using Ucam.Vqa;

namespace Ucam.Web.Asking;

/// <summary>The models that are served, loaded at the start.</summary>
internal sealed class Models : IDisposable
{
    private readonly List<(string Name, VqaModel Model)> _models = [];
    private readonly List<string> _paths = [];

    /// <summary>Loads them.</summary>
    /// <exception cref="UcamException">One is not there or damaged, or two have one name.</exception>
    public Models(IReadOnlyList<string> namesOrPaths, ILogger logger)
    {
        try
        {
            foreach (string each in namesOrPaths)
            {
                string name = VqaModel.Shipped.Contains(each) ? each : Path.GetFileNameWithoutExtension(each);
                if (_models.Any(m => m.Name == name)) throw new UcamException($"Two models are called '{name}'; rename one file, or leave one out.");
                _paths.Add(each);
                _models.Add((name, VqaModel.Load(each, logger)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Name and model, in the order given.</summary>
    public IReadOnlyList<(string Name, VqaModel Model)> All => _models;

    /// <summary>The model of that name; null where none is named.</summary>
    /// <exception cref="UcamException">There is none of that name.</exception>
    public VqaModel? Find(string? name)
    {
        if (string.IsNullOrEmpty(name)) return null;
        foreach ((string each, VqaModel model) in _models)
            if (each == name) return model;
        throw new UcamException($"There is no model '{name}'; it is one of {string.Join(", ", _models.Select(m => m.Name))}.") { Field = "model" };
    }

    /// <summary>The name that a model is served by.</summary>
    public string NameOf(VqaModel model) => _models.First(m => m.Model == model).Name;

    /// <summary>What a model was loaded from, a shipped name or a path.</summary>
    public string PathOf(string name) => _paths[_models.FindIndex(m => m.Name == name)];

    public void Dispose()
    {
        foreach ((_, VqaModel model) in _models) model.Dispose();
    }
}
