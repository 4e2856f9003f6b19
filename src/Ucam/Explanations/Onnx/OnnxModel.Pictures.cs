using Ucam.Explanations.Onnx;
using Ucam.Imaging;
using static TorchSharp.torch;

namespace Ucam;

public sealed partial class OnnxModel
{
    private const int UsualSide = 224;

    private readonly Lazy<HubSettings> _beside;
    private readonly Lazy<HubClasses> _named;

    /// <summary>
    /// What the classes are called by config.json of a model hub beside the file, from class 0; empty where it does not say.
    /// </summary>
    public IReadOnlyList<string> Classes => Named.Names;

    /// <summary>
    /// What was taken from preprocessor_config.json and config.json of a model hub beside the file, and what of them is not followed, a line
    /// each; empty where there are none.
    /// </summary>
    /// <exception cref="UcamException">A file beside it cannot be used; the message says why.</exception>
    public IReadOnlyList<string> Notes => [.. Beside.Notes, .. Named.Notes];

    /// <summary>
    /// A picture as the first input takes it: as the settings say, or else preprocessor_config.json beside the file, or ImageNet's at the file's
    /// own size or 224.
    /// </summary>
    /// <param name="picture">A path, a stream, bytes, a bitmap or a picture.</param>
    /// <param name="settings">How pictures are prepared; null for what lies beside the file.</param>
    /// <returns>A batch of one, which the caller disposes.</returns>
    /// <exception cref="UcamException">The input takes no pictures, or the settings do not fit it.</exception>
    /// <exception cref="PictureException">The picture cannot be read.</exception>
    public Tensor Input(AnyPicture picture, PictureInput? settings = null)
    {
        PictureInput full = Preparation(settings);
        return full.ToTensor(full.Prepare(picture.Load()));
    }

    /// <summary>The picture resized and cut as <see cref="Input"/> does: what maps of it are laid over.</summary>
    /// <param name="picture">A path, a stream, bytes, a bitmap or a picture.</param>
    /// <param name="settings">As for <see cref="Input"/>.</param>
    /// <exception cref="UcamException">The input takes no pictures, or the settings do not fit it.</exception>
    /// <exception cref="PictureException">The picture cannot be read.</exception>
    public Picture Shown(AnyPicture picture, PictureInput? settings = null) => Preparation(settings).Prepare(picture.Load());

    /// <summary>How the files beside it say that pictures are prepared.</summary>
    internal HubSettings Beside => _beside.Value;

    /// <summary>What they call the classes.</summary>
    internal HubClasses Named => _named.Value;

    /// <summary>How pictures are prepared, nothing left open.</summary>
    /// <param name="settings">What was said; null for what lies beside the file.</param>
    internal PictureInput Preparation(PictureInput? settings)
    {
        if (settings is null && Beside.Pictures is { } hub && Pictures.Side is { } side && side != hub.Size)
            throw Wrong($"its input {Pictures.Input} takes pictures of {side} pixels, but the files of its hub beside it make {hub.Size}; "
                + "say how pictures are prepared, with --settings or the argument settings");
        return Pictures.Complete(settings ?? Beside.Pictures ?? new PictureInput(), UsualSide, _path);
    }
}
