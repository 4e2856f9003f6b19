using Ucam.Vqa.Models.Backbones;

namespace Ucam.Vqa.Models;

/// <summary>Everything but the weights: what a checkpoint's header says.</summary>
internal sealed record VqaConfig
{
    /// <summary>Name of the model, usually its recipe's.</summary>
    public required string Name { get; init; }

    /// <summary>Sizes of the backbone.</summary>
    public required BackboneOptions Backbone { get; init; }

    /// <summary>Method and sizes of the head.</summary>
    public required HeadOptions Model { get; init; }

    /// <summary>The question vocabulary, in the order of its ids.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The K answers, in the order of the logits.</summary>
    public required IReadOnlyList<string> Answers { get; init; }
}
