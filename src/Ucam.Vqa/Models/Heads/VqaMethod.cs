using Ucam.Numbers;

namespace Ucam.Vqa;

/// <summary>A VQA method that can be trained by name.</summary>
/// <param name="Name">Short lower-case name, as in recipes.</param>
/// <param name="Title">Its usual name.</param>
/// <param name="Source">Authors, year and venue of the paper it follows.</param>
/// <param name="Paper">The published sizes.</param>
/// <param name="Small">Sizes for a small grid, with about as many parameters as the other methods' and the same question encoder.</param>
/// <param name="Create">Makes an untrained head; the weights come from the global random state.</param>
public sealed record VqaMethod(string Name, string Title, string Source, HeadOptions Paper, HeadOptions Small,
    Func<HeadOptions, HeadShape, VqaHead> Create)
{
    /// <summary>The tensors of a head's layers behind the question's encoder, told without making it.</summary>
    internal Func<HeadOptions, HeadShape, IEnumerable<TensorShape>> Shapes { get; init; } = (_, _) => [];
}
