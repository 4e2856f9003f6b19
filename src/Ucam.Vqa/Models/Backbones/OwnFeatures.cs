using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>The backbone of one of the library's own models. It stays the caller's.</summary>
internal sealed class OwnFeatures : IFeatureBackbone
{
    private readonly Backbone _backbone;

    /// <summary>Wraps a backbone.</summary>
    /// <exception cref="UcamException">The model has none of its own.</exception>
    public OwnFeatures(Backbone backbone, string name)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (backbone.Options.External is { } maker) throw Backbone.Missing(maker);
        (_backbone, Name) = (backbone, name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int InputSize => _backbone.Options.InputSize;

    /// <inheritdoc/>
    public int Rows => _backbone.Options.Grid;

    /// <inheritdoc/>
    public int Columns => _backbone.Options.Grid;

    /// <inheritdoc/>
    public int Channels => _backbone.OutputChannels;

    /// <inheritdoc/>
    public int Batch => 64;

    /// <inheritdoc/>
    public Picture Prepare(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return picture.Resize(InputSize, InputSize);
    }

    /// <inheritdoc/>
    public Tensor Extract(byte[] rgb, int count)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        return _backbone.call(Backbone.ToBatch(rgb, count, InputSize)).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the backbone is the caller's.</summary>
    public void Dispose() { }
}
