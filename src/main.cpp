// The program. Everything it does lives in cli/ and the layers below.
int main() { return 0; }
