using Ucam;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// Any TorchSharp model: here one that learns in a moment which colour the square in a noisy picture has.
manual_seed(1);
using var model = Sequential(("conv1", Conv2d(3, 16, 3, padding: 1)), ("relu1", ReLU()), ("conv2", Conv2d(16, 32, 3, padding: 1)), ("relu2", ReLU()),
    ("pool", AdaptiveAvgPool2d(1)), ("flat", Flatten()), ("drop", Dropout(0.3)), ("fc", Linear(32, 3)));
(Tensor Picture, long Colour, float[,] Region) Draw(Random random)
{
    (int colour, int top, int left) = (random.Next(3), random.Next(22), random.Next(22));
    Tensor picture = rand(3, 32, 32) * 0.5, square = zeros(32, 32);
    square.narrow(0, top, 10).narrow(1, left, 10).fill_(1);
    picture[colour] += 0.5 * square;
    return (picture, colour, (float[,])square.data<float>().ToNDArray());
}
var (random, optimiser) = (new Random(1), optim.Adam(model.parameters(), 0.01));
for (int step = 0; step < 80; step++)
{
    using var scope = NewDisposeScope();
    var batch = Enumerable.Range(0, 16).Select(_ => Draw(random)).ToArray();
    optimiser.zero_grad();
    functional.cross_entropy(model.call(stack(batch.Select(b => b.Picture))), tensor(batch.Select(b => b.Colour).ToArray())).backward();
    optimiser.step();
}
(Tensor picture, long colour, float[,] region) = Draw(random);
using var explain = new Explainer(model, layer: "relu2");
foreach (RawMap map in explain.Explain([new GradCam(), new HiResCam(), new Occlusion()], [picture.unsqueeze(0)], (int)colour).Select(one => one[0]))
    Console.WriteLine($"{map.Method,-10} {MapAgreement.EnergyInRegion(map.ToMap().Values, region):P0} of it in the square, which is "
        + $"{MapAgreement.ChanceEnergy(region):P0} of the picture");
MapSpread spread = explain.Spread(new GradCam(), [picture.unsqueeze(0)], (int)colour)[0];
Console.WriteLine($"{spread.Passes} networks thinned by dropout agree on it: rank correlation {spread.Agreement:F2}");
byte[] rgb = [.. (picture * 255).to(ScalarType.Byte).permute(1, 2, 0).contiguous().data<byte>()];
spread.ToMap().Overlay(new Picture(32, 32, rgb).Resize(256, 256), colours: ColourMap.Viridis).SavePng("why.png");
