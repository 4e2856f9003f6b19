namespace Ucam.Imaging;

/// <summary>A picture that cannot be read; <see cref="UcamException.File"/> names it.</summary>
internal sealed class PictureException : UcamException
{
    /// <summary>Creates the exception from a one-line message.</summary>
    public PictureException(string message, Exception? inner = null) : base(message, inner) { }
}
