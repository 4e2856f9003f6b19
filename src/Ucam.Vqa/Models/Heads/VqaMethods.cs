using Ucam.Vqa.Models.Heads;

namespace Ucam.Vqa;

/// <summary>Every VQA method. A new one is a file, with its entry and the shapes of its tensors, and a name here.</summary>
public static class VqaMethods
{
    internal const string Default = "saaa";

    /// <summary>All methods, the default first.</summary>
    public static IReadOnlyList<VqaMethod> All => Catalogue.All;

    internal static Catalogue<VqaMethod> Catalogue { get; } = new("a method", method => method.Name,
        Saaa.Entry, San.Entry, Mcb.Entry, Mlb.Entry, Mutan.Entry, Ban.Entry);

    /// <summary>Adds a method of one's own, which recipes, checkpoints and comparisons then know by its name.</summary>
    /// <exception cref="UcamException">The name is taken or no name.</exception>
    public static void Add(VqaMethod method) => Catalogue.Add(method);

    /// <summary>The method of that name.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public static VqaMethod Find(string name) => Catalogue.Find(name)
        ?? throw new UcamException($"model.method is '{name}'; it must be one of {Catalogue.Names}.")
        { Field = nameof(HeadOptions.Method) };

    /// <summary>An untrained head of the options' method.</summary>
    /// <exception cref="UcamException">The method is unknown or a size is out of range.</exception>
    public static VqaHead Create(HeadOptions options, HeadShape shape)
    {
        ArgumentNullException.ThrowIfNull(options);
        Settings.Check(options);
        return Find(options.Method).Create(options, shape);
    }
}
