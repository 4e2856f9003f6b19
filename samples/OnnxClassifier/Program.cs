using Ucam;
using static TorchSharp.torch;

if (args.Length != 3)
{
    Console.Error.WriteLine("usage: OnnxClassifier FILE.onnx PICTURE SIDE");
    return 2;
}
// Below, the changes of the picture would leave nothing of it.
if (!int.TryParse(args[2], out int side) || side is < 16 or > 2048)
{
    Console.Error.WriteLine($"'{args[2]}' is no SIDE: that of the network's pictures in pixels, a whole number from 16 to 2048");
    return 2;
}
try
{
    Explain(args[0], args[1], side);
    return 0;
}
catch (UcamException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void Explain(string file, string shown, int side)
{
    using var model = OnnxModel.Open(file);
    using var explain = model.Explain();
    Picture picture = Picture.Load(shown).ResizeAndCrop(side);

    // ImageNet's mean and deviation; a network says in its documentation which it wants.
    Tensor Input(Picture shown) => ((tensor([.. shown.Rgb]).view(1, side, side, 3).permute(0, 3, 1, 2).to(ScalarType.Float32) / 255
        - tensor([0.485f, 0.456f, 0.406f]).view(1, 3, 1, 1)) / tensor([0.229f, 0.224f, 0.225f]).view(1, 3, 1, 1)).contiguous();
    Tensor Probabilities(Picture shown) => model.Forward([Input(shown)]).Scores.softmax(1);

    // A graph without dropout has no passes; small changes of the picture take their place.
    Picture[] changed = [picture, .. Enumerable.Range(1, 4).Select(i => picture.CentreCrop(side - 2 * i, side - 2 * i).Resize(side, side))];
    Tensor passes = cat([.. changed.Select(Probabilities)]), mean = passes.mean([0], keepdim: true);
    // Softmax of one score is 1, whatever the picture.
    if (mean.shape[1] < 2) throw new UcamException($"{file} gives one score; this sample needs one for each of two classes or more.");
    double whole = special.entr(mean).sum().item<float>(), each = special.entr(passes).sum(1).mean().item<float>();
    int best = (int)mean.argmax(1).item<long>();
    Console.WriteLine($"class {best} with {mean[0, best].item<float>():P0}; doubt {whole:F2} nats, of which {whole - each:F2} by the picture's details");
    explain.Map(new Occlusion(), Input(picture), best).Overlay(picture.Resize(256, 256)).SavePng("why.png");
}
