namespace Ucam.Training;

internal static class Check
{
    public static void Range(string name, long value, long minimum, long maximum)
    {
        if (value < minimum || value > maximum)
            throw new UcamException($"{name} is {value}; it must be from {minimum} to {maximum}.") { Field = name };
    }
}
