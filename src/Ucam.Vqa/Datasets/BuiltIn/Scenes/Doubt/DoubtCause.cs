namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>What makes an object hard to see, or unlike those that were learned.</summary>
internal enum DoubtCause
{
    /// <summary>Part of it is painted over with the backdrop; strength is the share that stays visible.</summary>
    Covered,

    /// <summary>It is smaller than small; strength is its radius, in sides of the picture.</summary>
    Tiny,

    /// <summary>It is out of focus; strength is the blur's standard deviation, in sides of the picture.</summary>
    Blurred,

    /// <summary>Its pixels are noisy; strength is the noise's standard deviation, in levels of 255.</summary>
    Noisy,

    /// <summary>It lies in the dark; strength is the light, 1 in full light.</summary>
    Dark,

    /// <summary>Its hue lies between two names; strength is the way to the neighbouring name, signed, in steps between names.</summary>
    Hue,

    /// <summary>Its colour and shape never come together in training; strength is the colour. People see it as well as any.</summary>
    Unfamiliar,
}
