namespace Ucam;

/// <summary>What a picture file becomes.</summary>
public enum PictureDecoding
{
    /// <summary>What a viewer shows: upright by its EXIF orientation, colours converted to sRGB by its profile, transparency laid on white.</summary>
    AsShown,

    /// <summary>
    /// What torchvision's pipelines see, Pillow's <c>Image.open(…).convert("RGB")</c>: the stored numbers as they lie, with orientation,
    /// colour profile and transparency left out of account.
    /// </summary>
    Torchvision,
}
