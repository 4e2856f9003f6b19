namespace Ucam.Imaging;

/// <summary>The filter by which a picture is resized.</summary>
internal enum PictureFilter
{
    /// <summary>A triangle.</summary>
    Bilinear,

    /// <summary>Keys' cubic kernel.</summary>
    Bicubic,

    /// <summary>Lanczos' windowed sinc over three neighbours a side.</summary>
    Lanczos,
}
