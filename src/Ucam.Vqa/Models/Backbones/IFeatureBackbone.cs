using static TorchSharp.torch;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>Anything frozen that turns pictures into a grid of features: a network of this library, a ResNet, an ONNX file.</summary>
internal interface IFeatureBackbone : IDisposable
{
    /// <summary>What it is and which weights it has, kept with the features.</summary>
    string Name { get; }

    /// <summary>Side of a prepared picture in pixels.</summary>
    int InputSize { get; }

    /// <summary>Rows of the feature grid.</summary>
    int Rows { get; }

    /// <summary>Columns of the feature grid.</summary>
    int Columns { get; }

    /// <summary>C, channels of each position.</summary>
    int Channels { get; }

    /// <summary>How many pictures it likes at once; any number may be given.</summary>
    int Batch { get; }

    /// <summary>How it wants picture files to be decoded.</summary>
    PictureDecoding Decoding => PictureDecoding.AsShown;

    /// <summary>A picture of any size as the network is to see it, <see cref="InputSize"/> on both sides. Safe from several threads.</summary>
    Picture Prepare(Picture picture);

    /// <summary>Features (B,P,C) in float32 on the CPU, positions row-major; the caller disposes.</summary>
    /// <param name="rgb">B prepared pictures behind one another, interleaved bytes.</param>
    /// <param name="count">B.</param>
    /// <exception cref="UcamException">The network failed, or gave something else than it gave before.</exception>
    Tensor Extract(byte[] rgb, int count);
}
